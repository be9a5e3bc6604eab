/** Tables of the widget's options, events and handle, made from their declarations. */
import { type InterviewOptions, OPTION_NAMES, toAttributeName } from '../../../src/widget/options.ts';
import { readInterface } from '../read-interface.ts';
import { inlineCode, linkedName, renderMembers, renderTable } from './table.ts';

export function renderOptions(): string {
  const members = readInterface('src/widget/options.ts', 'InterviewOptions');
  const rows = OPTION_NAMES.map((name: keyof InterviewOptions) => {
    const { description, defaultValue, type } = members.find(member => member.name === name)!;
    const attribute = toAttributeName(name);
    return [
      `${linkedName(name, attribute)}${attribute === name ? '' : `<br>${inlineCode(attribute)}`}`,
      [inlineCode(type), description, defaultValue && `Default: ${defaultValue}.`].filter(Boolean).join('<br>'),
    ];
  });
  return renderTable(['option', 'what it does'], rows);
}

export const renderEvents = (): string =>
  renderTable(
    ['event', '`detail`, and when it is dispatched'],
    readInterface('src/model/host-events.ts', 'InterviewEvents').map(({ name, type, description }) => [
      linkedName(name, name),
      `${inlineCode(type)}<br>${description}`,
    ]),
  );

export const renderHandle = (): string =>
  renderMembers(readInterface('src/widget/interview-handle.ts', 'InterviewHandle'));
