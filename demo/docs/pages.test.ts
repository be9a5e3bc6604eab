import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/interview/failures.ts';
import { attributeOf, OPTION_NAMES } from '../../src/widget/options.ts';
import { COMMANDS } from '../koji/commands/commands.ts';
import { describeProxy } from '../openapi/proxy.ts';
import { addressOf, PAGES } from './contents.ts';
import { readInterface } from './declarations.ts';
import { renderPage } from './layout.ts';
import { ROOT, readSource, render } from './markdown.ts';

/** Every page's document, by its address. */
const documents = new Map<string, Document>();

beforeAll(async () => {
  for (const page of PAGES) {
    const html = String(await renderPage(page, render(readSource(page.source))));
    documents.set(addressOf(page), parseHTML(html).document as unknown as Document);
  }
}, 120_000);

const sourcesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name) && !/\.test\.|testing/.test(name))
    .map(name => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');

const idsOf = (address: string) => new Set([...documents.get(address)!.querySelectorAll('[id]')].map(({ id }) => id));
const namesOn = (address: string) =>
  new Set([...documents.get(address)!.querySelectorAll('.named')].map(({ textContent }) => textContent));

describe('every page', () => {
  it('is in the contents, once', () => {
    const files = readdirSync(join(ROOT, 'demo/docs/pages')).map(name => `demo/docs/pages/${name}`);
    const sources = PAGES.map(({ source }) => source);
    expect(files.filter(file => !sources.includes(file))).toEqual([]);
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('leads only to pages, places and files that there are', () => {
    // What the demo serves besides, and no other site but these.
    const served = /^\/(dashboard|healthz|openapi\/(koji|proxy)\.json)?$/;
    const elsewhere =
      /^(https:\/\/(www\.koji\.so|www\.standardwebhooks\.com|github\.com\/remix-run\/.+)|http:\/\/127\.0\.0\.1:4747\/)$/;
    const broken: string[] = [];
    for (const [address, document] of documents) {
      for (const link of document.querySelectorAll('a[href]')) {
        const href = link.getAttribute('href')!;
        const [path, anchor] = href.split('#');
        const target = path === '' ? address : path!;
        const isPage = documents.has(target);
        if (!isPage && !served.test(target) && !elsewhere.test(href)) broken.push(`${address}: ${href}`);
        if (isPage && anchor && !idsOf(target).has(anchor)) broken.push(`${address}: ${href} is no place there`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('names only files of the project that there are', () => {
    const missing = PAGES.flatMap(({ source }) =>
      [...readFileSync(join(ROOT, source), 'utf8').matchAll(/\]\((?!https?:|#|\/)([^)#]+)/g)]
        .map(([, file]) => file!)
        .filter(file => !existsSync(join(ROOT, file)) && !existsSync(join(ROOT, 'demo/docs/pages', file)))
        .map(file => `${source}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('has one heading of the first rank, skips no rank, and gives no name twice', () => {
    for (const [address, document] of documents) {
      const ranks = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map(({ localName }) =>
        Number(localName[1]),
      );
      expect(ranks[0], address).toBe(1);
      expect(
        ranks.filter(rank => rank === 1),
        address,
      ).toHaveLength(1);
      expect(
        ranks.some((rank, place) => place > 0 && rank > ranks[place - 1]! + 1),
        address,
      ).toBe(false);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      expect(ids.length, address).toBe(new Set(ids).size);
    }
  });

  it('stands under a policy without inline style or script, and asks nobody else for anything', () => {
    for (const [address, document] of documents) {
      const all = [...document.querySelectorAll('*')];
      const inline = all.filter(({ attributes }) => [...attributes].some(({ name }) => /^(style|on\w+)$/.test(name)));
      expect(
        inline.map(({ localName }) => localName),
        address,
      ).toEqual([]);
      expect(document.querySelectorAll('style, script:not([src])').length, address).toBe(0);
      const fetched = all.flatMap(element =>
        element.localName === 'a' ? [] : (element.getAttribute('src') ?? element.getAttribute('href') ?? []),
      );
      expect(
        fetched.filter(source => !source.startsWith('/') && !source.startsWith('#')),
        address,
      ).toEqual([]);
    }
  });

  it('says where one is, what comes before it and what after', () => {
    PAGES.forEach((page, place) => {
      const document = documents.get(addressOf(page))!;
      expect(document.querySelector('[aria-current=page]')?.textContent).toBe(page.title);
      const linked = (rel: string) => document.querySelector(`a[rel=${rel}]`)?.getAttribute('href') ?? null;
      const at = (neighbour: number) => (PAGES[neighbour] ? addressOf(PAGES[neighbour]) : null);
      expect([linked('prev'), linked('next')]).toEqual([at(place - 1), at(place + 1)]);
    });
  });

  it('leaves no mark of what it shows unfilled, and no Markdown unread', () => {
    for (const [address, document] of documents) {
      const words = [...document.querySelectorAll('main :is(p, li, td, th, h1, h2, h3)')].map(
        element => element.textContent,
      );
      expect(
        words.filter(text => /\]\(|^#+ |\*\*|<!--|\| ---/.test(text ?? '')),
        address,
      ).toEqual([]);
    }
  });
});

it('words of code are marked by their kind', () => {
  const { document } = parseHTML(render('```ts\nconst a = "b"; // c\n```').html);
  const kindOf = (word: string) =>
    [...document.querySelectorAll('span[class]')].find(span => span.textContent!.trim() === word)?.className;
  expect(['const', 'a', '"b"', '// c'].map(kindOf)).toEqual(['keyword', 'constant', 'string-expression', 'comment']);
});

describe('what the pages list is all that there is', () => {
  it('options', () => {
    expect([...namesOn('/docs/options')].sort()).toEqual([...OPTION_NAMES].sort());
    expect(OPTION_NAMES.filter(name => !idsOf('/docs/options').has(attributeOf(name)))).toEqual([]);
  });

  it('events, by what the code dispatches', () => {
    const told = new Set(
      [...sourcesIn('src', /\.tsx?$/).matchAll(/(?:emit|tell)\(\s*'(koji-\w+)'/g)].map(([, name]) => name),
    );
    expect(told.size).toBeGreaterThan(5);
    expect([...namesOn('/docs/events')].sort()).toEqual([...told].sort());
  });

  it('error codes, the page’s own among them', () => {
    const codes = readFileSync(join(ROOT, 'src/interview/failures.ts'), 'utf8');
    const own = [
      ...codes
        .split('PageFailureCode =')[1]!
        .split(';')[0]!
        .matchAll(/'(\w+)'/g),
    ].map(([, code]) => code!);
    expect(own.length).toBeGreaterThan(0);
    expect([...namesOn('/docs/troubleshooting')].sort()).toEqual([...ERROR_CODES, ...own].sort());
  });

  it('properties and parts of the look, by what the widget’s own files use', () => {
    const used = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name!));
    const properties = used(sourcesIn('src/widget', /\.css$/), /var\((--koji-[\w-]+)/g);
    const parts = used(sourcesIn('src', /\.tsx?$/), /part(?:="|', ')([\w-]+)['"]/g);
    expect(properties.size).toBeGreaterThan(3);
    expect([...namesOn('/docs/theming')].sort()).toEqual([...properties, ...parts, 'interviewer', 'respondent'].sort());
  });

  it('routes of the proxy', () => {
    const { paths } = describeProxy('/koji') as { paths: object };
    for (const path of Object.keys(paths)) expect(idsOf('/docs/proxy-contract')).toContain(`post-koji${path.slice(1)}`);
  });

  it('commands and environment of the local Koji', () => {
    const text = documents.get('/docs/local-koji')!.querySelector('main')!.textContent!;
    for (const { name } of COMMANDS) expect(text).toContain(name);
    const read = readFileSync(join(ROOT, 'demo/environment.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+): /gm);
    expect([...namesOn('/docs/local-koji')].sort()).toEqual([...read].map(([, name]) => name).sort());
  });

  it('options of the proxy, its methods, and what a handle has', () => {
    const declared = (path: string, name: string) => readInterface(path, name).map(member => member.name);
    const options = 'src/server/options.ts';
    expect([...namesOn('/docs/proxy-options')].sort()).toEqual(
      [...declared(options, 'ProxyOptions'), ...declared(options, 'StudyOptions')].sort(),
    );
    expect(declared('src/server/proxy.ts', 'InterviewProxy')).toEqual([...namesOn('/docs/proxy')]);
    expect(declared('src/widget/attach.tsx', 'InterviewHandle')).toEqual([...namesOn('/docs/code')]);
  });

  it('and each of them says something', () => {
    for (const [address, document] of documents) {
      const silent = [...document.querySelectorAll('tbody tr:has(.named)')].filter(
        row => row.lastElementChild!.textContent!.trim().length < 8,
      );
      expect(
        silent.map(({ textContent }) => textContent),
        address,
      ).toEqual([]);
    }
  });
});

it('a version that a page names is the package’s own', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = PAGES.flatMap(({ source }) =>
    [...readSource(source).matchAll(/koji-embed@([\d.]+)/g)].map(([, at]) => at),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(new Set(named)).toEqual(new Set([version]));
});
