import type { Member } from '../declarations.ts';

/** A table in Markdown; a first row of empty names leaves its head away. */
export const table = (names: string[], rows: string[][]): string =>
  [names, names.map(() => '---'), ...rows].map(cells => `| ${cells.map(inCell).join(' | ')} |`).join('\n');

const inCell = (text: string) => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

export const code = (text: string): string => `\`${text}\``;

/** A name that a link can lead to. */
export const named = (name: string, id = name): string =>
  `<a class="named" id="${id}" href="#${id}"><code>${name}</code></a>`;

/** Members of an interface, one a row: the name with its type below, and what its doc comment says. */
export const memberTable = (members: Member[]): string =>
  table(
    ['', ''],
    members.map(({ name, type, description, fallback, isOptional }) => [
      `${named(name)}<br>${code(type)}`,
      [description, fallback ? `Default: ${fallback}.` : isOptional ? '' : '<b>Needed.</b>']
        .filter(Boolean)
        .join('<br>'),
    ]),
  );
