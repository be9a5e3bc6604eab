import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/interview/failures.ts';
import { OPTION_NAMES, resolveOptions, toAttributeName } from '../../src/widget/options.ts';
import { COMMANDS } from '../koji/commands/index.ts';
import { describeProxy } from '../openapi/proxy-description.ts';
import { PAGES, pathOfPage } from './contents.ts';
import { renderPage } from './layout.ts';
import { expandSource, ROOT, renderMarkdown } from './markdown.ts';
import { readInterface } from './read-interface.ts';

/** Every rendered page, by its path. */
const documents = new Map<string, Document>();

beforeAll(async () => {
  for (const page of PAGES) {
    const html = String(await renderPage(page, renderMarkdown(expandSource(page.source))));
    documents.set(pathOfPage(page), parseHTML(html).document as unknown as Document);
  }
}, 120_000);

const readSources = (folder: string, ending: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name) && !/\.test\.|testing/.test(name))
    .map(name => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');

const idsOn = (path: string) => new Set([...documents.get(path)!.querySelectorAll('[id]')].map(({ id }) => id));
const namesOn = (path: string) =>
  new Set([...documents.get(path)!.querySelectorAll('.named')].map(({ textContent }) => textContent));

describe('every page', () => {
  it('is in the contents exactly once', () => {
    const files = readdirSync(join(ROOT, 'demo/docs/pages')).map(name => `demo/docs/pages/${name}`);
    const sources = PAGES.map(({ source }) => source);
    expect(files.filter(file => !sources.includes(file))).toEqual([]);
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('links only to existing pages and anchors', () => {
    // Other paths that the demo serves, and the only other sites.
    const otherPaths = /^\/(dashboard|healthz|openapi\/(koji|proxy)\.json)?$/;
    const otherSites =
      /^(https:\/\/(www\.koji\.so|www\.standardwebhooks\.com|github\.com\/remix-run\/.+)|http:\/\/127\.0\.0\.1:4747\/)$/;
    const broken: string[] = [];
    for (const [path, document] of documents) {
      for (const link of document.querySelectorAll('a[href]')) {
        const href = link.getAttribute('href')!;
        const [linkedPath, anchor] = href.split('#');
        const target = linkedPath === '' ? path : linkedPath!;
        const isPage = documents.has(target);
        if (!isPage && !otherPaths.test(target) && !otherSites.test(href)) broken.push(`${path}: ${href}`);
        if (isPage && anchor && !idsOn(target).has(anchor)) broken.push(`${path}: no anchor ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('links only to existing project files', () => {
    const missing = PAGES.flatMap(({ source }) =>
      [...readFileSync(join(ROOT, source), 'utf8').matchAll(/\]\((?!https?:|#|\/)([^)#]+)/g)]
        .map(([, file]) => file!)
        .filter(file => !existsSync(join(ROOT, file)) && !existsSync(join(ROOT, 'demo/docs/pages', file)))
        .map(file => `${source}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('has one first-level heading, skips no level, and uses no id twice', () => {
    for (const [path, document] of documents) {
      const levels = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map(({ localName }) =>
        Number(localName[1]),
      );
      expect(levels[0], path).toBe(1);
      expect(
        levels.filter(level => level === 1),
        path,
      ).toHaveLength(1);
      expect(
        levels.some((level, index) => index > 0 && level > levels[index - 1]! + 1),
        path,
      ).toBe(false);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      expect(ids.length, path).toBe(new Set(ids).size);
    }
  });

  it('has no inline style or script and loads nothing from other sites', () => {
    for (const [path, document] of documents) {
      const all = [...document.querySelectorAll('*')];
      const inline = all.filter(({ attributes }) => [...attributes].some(({ name }) => /^(style|on\w+)$/.test(name)));
      expect(
        inline.map(({ localName }) => localName),
        path,
      ).toEqual([]);
      expect(document.querySelectorAll('style, script:not([src])').length, path).toBe(0);
      const fetched = all.flatMap(element =>
        element.localName === 'a' ? [] : (element.getAttribute('src') ?? element.getAttribute('href') ?? []),
      );
      expect(
        fetched.filter(source => !source.startsWith('/') && !source.startsWith('#')),
        path,
      ).toEqual([]);
    }
  });

  it('marks itself in the navigation and links to the previous and next page', () => {
    for (const [index, page] of PAGES.entries()) {
      const document = documents.get(pathOfPage(page))!;
      expect(document.querySelector('[aria-current=page]')?.textContent).toBe(page.title);
      const linked = (rel: string) => document.querySelector(`a[rel=${rel}]`)?.getAttribute('href') ?? null;
      const pathAt = (position: number) => (PAGES[position] ? pathOfPage(PAGES[position]) : null);
      expect([linked('prev'), linked('next')]).toEqual([pathAt(index - 1), pathAt(index + 1)]);
    }
  });

  it('contains no unexpanded mark and no unrendered Markdown', () => {
    for (const [path, document] of documents) {
      const texts = [...document.querySelectorAll('main :is(p, li, td, th, h1, h2, h3)')].map(
        element => element.textContent,
      );
      expect(
        texts.filter(text => /\]\(|^#+ |\*\*|<!--|\| ---/.test(text ?? '')),
        path,
      ).toEqual([]);
    }
  });
});

it('code tokens get a class for their kind', () => {
  const { document } = parseHTML(renderMarkdown('```ts\nconst a = "b"; // c\n```').html);
  const kindOf = (word: string) =>
    [...document.querySelectorAll('span[class]')].find(span => span.textContent!.trim() === word)?.className;
  expect(['const', 'a', '"b"', '// c'].map(kindOf)).toEqual(['keyword', 'constant', 'string-expression', 'comment']);
});

describe('the pages list everything that the code declares', () => {
  it('options of the widget', () => {
    expect([...namesOn('/docs/options')].sort()).toEqual([...OPTION_NAMES].sort());
    expect(OPTION_NAMES.filter(name => !idsOn('/docs/options').has(toAttributeName(name)))).toEqual([]);
  });

  it('options of the widget in the order of the code, with their defaults', () => {
    const rows = [...documents.get('/docs/options')!.querySelectorAll('tr:has(.named)')];
    expect(rows.map(row => row.querySelector('.named')!.textContent)).toEqual(OPTION_NAMES);
    expect(rows.map(row => row.querySelector('.named')!.id)).toEqual(OPTION_NAMES.map(toAttributeName));
    const defaults = resolveOptions({ locale: 'en' });
    rows.forEach((row, index) => {
      const name = OPTION_NAMES[index]!;
      const shown = /Default: (.+)/.exec(row.textContent)?.[1] ?? '';
      if (typeof defaults[name] === 'string' && name !== 'locale')
        expect(shown, name).toMatch(new RegExp(`^"${defaults[name]}"`));
      else if (typeof defaults[name] === 'boolean') expect(shown, name).toBe(`${defaults[name]}.`);
    });
  });

  it('events that the code dispatches', () => {
    const calls = readSources('src', /\.tsx?$/).matchAll(/(\w+)\(\s*'(koji-\w+)',/g);
    const otherFunctions = ['addEventListener', 'removeEventListener', 'define'];
    const dispatched = new Set(
      [...calls].filter(([, name]) => !otherFunctions.includes(name!)).map(([, , event]) => event),
    );
    expect(dispatched.size).toBeGreaterThan(5);
    expect([...namesOn('/docs/events')].sort()).toEqual([...dispatched].sort());
  });

  it('error codes of the contracts and of the page', () => {
    const source = readFileSync(join(ROOT, 'src/interview/failures.ts'), 'utf8');
    const pageCodes = [
      ...source
        .split('PageFailureCode =')[1]!
        .split(';')[0]!
        .matchAll(/'(\w+)'/g),
    ].map(([, code]) => code!);
    expect(pageCodes.length).toBeGreaterThan(0);
    expect([...namesOn('/docs/troubleshooting')].sort()).toEqual([...ERROR_CODES, ...pageCodes].sort());
  });

  it('custom properties and parts that the widget’s files use', () => {
    const findNames = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name!));
    const properties = findNames(readSources('src/widget', /\.css$/), /var\((--koji-[\w-]+)/g);
    const parts = findNames(readSources('src', /\.tsx?$/), /part(?:="|', ')([\w-]+)['"]/g);
    expect(properties.size).toBeGreaterThan(3);
    expect([...namesOn('/docs/theming')].sort()).toEqual([...properties, ...parts, 'interviewer', 'respondent'].sort());
  });

  it('routes of the proxy', () => {
    const { paths } = describeProxy('/koji') as { paths: object };
    for (const path of Object.keys(paths)) expect(idsOn('/docs/proxy-contract')).toContain(`post-koji${path.slice(1)}`);
  });

  it('commands and environment variables of the local Koji', () => {
    const text = documents.get('/docs/local-koji')!.querySelector('main')!.textContent!;
    for (const { name } of COMMANDS) expect(text).toContain(name);
    const variables = readFileSync(join(ROOT, 'demo/environment.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+): /gm);
    expect([...namesOn('/docs/local-koji')].sort()).toEqual([...variables].map(([, name]) => name).sort());
  });

  it('options and methods of the proxy, and members of the handle', () => {
    const declared = (path: string, name: string) => readInterface(path, name).map(member => member.name);
    const options = 'src/server/options.ts';
    expect([...namesOn('/docs/proxy-options')].sort()).toEqual(
      [...declared(options, 'ProxyOptions'), ...declared(options, 'StudyOptions')].sort(),
    );
    expect(declared('src/server/proxy.ts', 'InterviewProxy')).toEqual([...namesOn('/docs/proxy')]);
    expect(declared('src/widget/interview-handle.ts', 'InterviewHandle')).toEqual([...namesOn('/docs/code')]);
  });

  it('and each has a description', () => {
    for (const [path, document] of documents) {
      const undescribed = [...document.querySelectorAll('tbody tr:has(.named)')].filter(
        row => row.lastElementChild!.textContent!.trim().length < 8,
      );
      expect(
        undescribed.map(({ textContent }) => textContent),
        path,
      ).toEqual([]);
    }
  });
});

it('pages name the package’s current version', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const versions = PAGES.flatMap(({ source }) =>
    [...expandSource(source).matchAll(/koji-embed@([\d.]+)/g)].map(([, found]) => found),
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions)).toEqual(new Set([version]));
});
