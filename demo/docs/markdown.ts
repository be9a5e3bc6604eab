import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Slugger, { slug } from 'github-slugger';
import { Marked, type Tokens } from 'marked';
import { PAGES, pathOfPage } from './contents.ts';
import { FRAGMENTS } from './fragments/fragments.ts';
import { highlight } from './highlight.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of code. */
export interface CodeBlock {
  language: string;
  code: string;
  /** The project file it shows (`file=…`), or null. `code` is then the file's content. */
  file: string | null;
  /** All attributes of the fence, such as `schema="proxy /start"`. */
  attributes: Record<string, string>;
}

export interface RenderedMarkdown {
  /** The text of the first heading. */
  title: string;
  /** The first paragraph, as plain text. */
  summary: string;
  html: string;
}

const FRAGMENT_MARK = /^<!-- fragment ([\w-]+) -->[ \t]*$/gm;
const SECTION_MARK = /^<!-- section (\S+)#([\w-]+) -->[ \t]*$/gm;

/**
 * Reads a page's Markdown and replaces its marks: `<!-- fragment options -->` by a fragment made
 * from the code, and `<!-- section demo/mounts/README.md#things-to-know -->` by a section of
 * another file.
 *
 * @throws Error if a mark names a fragment or section that does not exist
 */
export function expandSource(path: string): string {
  return readProjectFile(path)
    .replace(SECTION_MARK, (_mark, file: string, id: string) => readSection(file, id))
    .replace(FRAGMENT_MARK, (_mark, name: string) => {
      const fragment = FRAGMENTS[name];
      if (!fragment)
        throw new Error(`${path}: unknown fragment "${name}"; fragments: ${Object.keys(FRAGMENTS).join(', ')}.`);
      return fragment();
    });
}

const readProjectFile = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The text below a second-level heading, up to the next one. */
function readSection(file: string, id: string): string {
  const section = readProjectFile(file)
    .split(/^(?=## )/m)
    .find(text => slug(text.slice(3).split('\n')[0]!.trim()) === id);
  if (!section) throw new Error(`${file}: no section with the id "${id}".`);
  return section.slice(section.indexOf('\n')).trim();
}

/**
 * Parses a fence's info string: its language, and attributes such as `file=demo/mounts/hono.ts`.
 */
export function parseFence({ lang = '', text }: Pick<Tokens.Code, 'lang' | 'text'>): CodeBlock {
  const [language = '', ...rest] = lang.split(/\s+/);
  const attributes = Object.fromEntries(
    [...rest.join(' ').matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, bare]) => [
      name!,
      quoted ?? bare!,
    ]),
  );
  const { file = null } = attributes;
  return { language, code: file ? readProjectFile(file).trimEnd() : text, file, attributes };
}

/** Finds all fenced blocks of code. */
export function findCodeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const marked = new Marked();
  marked.walkTokens(marked.lexer(markdown), token => {
    if (token.type === 'code') blocks.push(parseFence(token as Tokens.Code));
  });
  return blocks;
}

/** Renders Markdown as HTML with classes for the docs' style sheet, and without inline styles. */
export function renderMarkdown(markdown: string): RenderedMarkdown {
  const slugger = new Slugger();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        const id = slugger.slug(this.parser.parseInline(tokens, this.parser.textRenderer));
        if (depth === 1) return `<h1>${text}</h1>\n`;
        return `<h${depth} id="${id}">${text} <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${depth}>\n`;
      },
      code(token) {
        const { language, code, file, attributes } = parseFence(token);
        const name = attributes.name ?? file;
        const caption = name ? `<figcaption>${escapeHtml(name)}</figcaption>` : '';
        return `<figure class="sample">${caption}${highlight(code, language)}</figure>\n`;
      },
      table(token) {
        const cell = (tag: string, { tokens }: Tokens.TableCell, attributes = '') =>
          `<${tag}${attributes}>${this.parser.parseInline(tokens)}</${tag}>`;
        // An empty `th` would fail accessibility checks.
        const head = token.header.map(header => (header.text ? cell('th', header, ' scope="col"') : '<td></td>'));
        const rows = token.rows.map(
          ([first, ...rest]) =>
            `<tr>${cell('th', first!, ' scope="row"')}${rest.map(content => cell('td', content)).join('')}</tr>`,
        );
        const hasHeader = token.header.some(({ text }) => text);
        return `<table>${hasHeader ? `<thead><tr>${head.join('')}</tr></thead>` : ''}<tbody>${rows.join('')}</tbody></table>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const url = resolveLink(href);
        // A project file that is not a page of the documentation is named, but not linked.
        return url === null ? text : `<a href="${escapeHtml(url)}">${text}</a>`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  const heading = tokens.find(({ type }) => type === 'heading') as Tokens.Heading | undefined;
  const paragraph = tokens.find(({ type }) => type === 'paragraph') as Tokens.Paragraph | undefined;
  return {
    title: heading?.text ?? '',
    summary: paragraph ? toPlainText(paragraph.text) : '',
    html: marked.parser(tokens),
  };
}

/**
 * Turns a link of a Markdown source into a URL on the site, or null if its target is not a page of
 * the documentation.
 */
export function resolveLink(href: string): string | null {
  if (/^(https?:|#|\/)/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const page = PAGES.find(({ source }) => source === file || source === `demo/docs/pages/${file}`);
  return page ? pathOfPage(page) + (anchor ? `#${anchor}` : '') : null;
}

const toPlainText = (markdown: string) =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, character => ENTITIES[character]!);
