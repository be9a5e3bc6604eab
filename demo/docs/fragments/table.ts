import type { InterfaceMember } from '../read-interface.ts';

/** Renders a Markdown table. Empty column names give a table without a header. */
export const renderTable = (columns: string[], rows: string[][]): string =>
  [columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');

const escapeCell = (text: string) => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

export const inlineCode = (text: string): string => `\`${text}\``;

/** A name in code style with an anchor that links to itself. */
export const linkedName = (name: string, id = name): string =>
  `<a class="named" id="${id}" href="#${id}"><code>${name}</code></a>`;

/** Renders a table of an interface's members: the name with its type below, and the doc comment. */
export const renderMembers = (members: InterfaceMember[]): string =>
  renderTable(
    ['', ''],
    members.map(({ name, type, description, defaultValue, isOptional }) => [
      `${linkedName(name)}<br>${inlineCode(type)}`,
      [description, defaultValue ? `Default: ${defaultValue}.` : isOptional ? '' : '<b>Required.</b>']
        .filter(Boolean)
        .join('<br>'),
    ]),
  );
