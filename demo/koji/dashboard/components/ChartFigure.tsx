/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';

export interface ChartFigureProps {
  title: string;
  /** One line below the title. */
  about?: Child;
  chart: Child;
  /** The column headings of the table. */
  columns: string[];
  /** The rows of the table. The first cell of each row is its heading, the others are numbers. */
  rows: string[][];
}

/** A chart with a title, and the same data as a table that can be unfolded. */
export const ChartFigure = ({ title, about, chart, columns: [heading, ...columns], rows }: ChartFigureProps) => (
  <figure>
    <figcaption>
      <h3 dir="auto">{title}</h3>
      {about && <p class="about">{about}</p>}
    </figcaption>
    {chart}
    <details>
      <summary>
        As a table<span class="visually-hidden">: {title}</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {columns.map(column => (
              <th scope="col" class="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...numbers]) => (
            <tr>
              <th scope="row" dir="auto">
                {name}
              </th>
              {numbers.map(number => (
                <td class="number">{number}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  </figure>
);
