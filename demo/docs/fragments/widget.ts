/** What the widget takes and tells, as its own declarations have it. */
import { attributeOf, type InterviewOptions, OPTION_NAMES } from '../../../src/widget/options.ts';
import { readInterface } from '../declarations.ts';
import { code, memberTable, named, table } from './table.ts';

export function options(): string {
  const members = readInterface('src/widget/options.ts', 'InterviewOptions');
  const rows = OPTION_NAMES.map((name: keyof InterviewOptions) => {
    const { description, fallback, type } = members.find(member => member.name === name)!;
    const attribute = attributeOf(name);
    return [
      `${named(name, attribute)}${attribute === name ? '' : `<br>${code(attribute)}`}`,
      [code(type), description, fallback && `Default: ${fallback}.`].filter(Boolean).join('<br>'),
    ];
  });
  return table(['option', 'what it does'], rows);
}

export const events = (): string =>
  table(
    ['event', 'its `detail`, and when it comes'],
    readInterface('src/model/host-events.ts', 'InterviewEvents').map(({ name, type, description }) => [
      named(name, name.replace(':', '-')),
      `${code(type)}<br>${description}`,
    ]),
  );

export const handle = (): string => memberTable(readInterface('src/widget/attach.tsx', 'InterviewHandle'));
