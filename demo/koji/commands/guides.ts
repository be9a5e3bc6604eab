import { readFile } from 'node:fs/promises';
import { formatCount } from '../format-count.ts';
import { checkGuide } from '../guides/check-guide.ts';
import { loadGuides } from '../guides/load-guides.ts';
import { type Command, CommandError } from './command.ts';

export const guideCommands: Command[] = [
  {
    name: 'guides list',
    summary: 'list the guides: study, language, title, number of questions',
    async run() {
      return loadGuides().map(({ id, locale, title, questions }) =>
        [id, locale, title, formatCount(questions.length, 'question')].join('  '),
      );
    },
  },
  {
    name: 'guides check',
    summary: 'check the file of a guide; print each problem with its line and column',
    arguments: [{ notation: '<file>', summary: 'a JSON file' }],
    async run(_, { file }) {
      const path = String(file);
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new CommandError(`Cannot read ${path} (${error.code}).`);
      });
      const checked = checkGuide(text);
      if ('problems' in checked) {
        throw new CommandError(
          checked.problems.map(({ line, column, message }) => `${path}:${line}:${column} ${message}`).join('\n'),
        );
      }
      const { title, locale, questions } = checked.guide;
      return [`${path} is a valid guide: "${title}", ${locale}, ${formatCount(questions.length, 'question')}.`];
    },
  },
];
