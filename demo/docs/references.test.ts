import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './markdown.ts';

const FILES = globSync(['*.md', '.github/**/*.md', 'demo/*.md', 'demo/{docs,mounts}/**/*.md'], {
  cwd: ROOT,
  exclude: ['**/node_modules/**'],
});

/** A path of the repository in inline code, such as `src/server/lease.ts`. */
const CODE_PATH = /`((?:src|demo|e2e|public|\.github|\.changeset)\/[\w./[\]-]*[\w\]-])`/g;
/** The target of a relative link, without its anchor. */
const LINK = /\]\((?!https?:|#|\/)([^)#\s]+?(?:\[[^\]]*\][^)#\s]*)?)(?:#[^)]*)?\)/g;

/** Finds the paths, relative to the root, that a Markdown text names in inline code or links to. */
function findPaths(text: string, folder: string): string[] {
  const named = [...text.matchAll(CODE_PATH)].map(([, path]) => path!);
  const linked = [...text.matchAll(LINK)].map(([, path]) => join(folder, path!));
  return [...named, ...linked];
}

it('finds paths in inline code and in links', () => {
  const text = 'See `src/server/lease.ts`, `e2e/kill`, [a](next/[...route]/route.ts), [b](../x.md#y) and `npm test`.';
  expect(findPaths(text, 'demo')).toEqual(['src/server/lease.ts', 'e2e/kill', 'demo/next/[...route]/route.ts', 'x.md']);
});

it('every repository path that a Markdown file names exists', () => {
  expect(FILES.length).toBeGreaterThan(30);
  const missing = FILES.flatMap(file =>
    findPaths(readFileSync(join(ROOT, file), 'utf8'), dirname(file))
      .filter(path => !existsSync(join(ROOT, path)))
      .map(path => `${file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

it('the README’s tree has every entry point and folder of src', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const tree = readme.split('## The tree')[1]!.split('```')[1]!;
  const inTree = [...tree.matchAll(/^ {2}.*/gm)].flatMap(([line]) => line.match(/[\w-]+(?:\.ts|\/)(?=[ ,])/g) ?? []);
  const entries = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter(name => /^[\w-]+(\.ts|\/)$/.test(name));
  expect(inTree.filter(name => name !== 'deferred/').sort()).toEqual(entries.sort());
});

it('every npm script that a Markdown file names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const unknown = FILES.flatMap(file =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/`npm run ([\w:]+)/g)]
      .filter(([, name]) => !(name! in scripts))
      .map(([, name]) => `${file}: npm run ${name}`),
  );
  expect(unknown).toEqual([]);
});
