import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Slugger, { slug } from 'github-slugger';
import { Marked, type Tokens } from 'marked';
import { addressOf, PAGES } from './contents.ts';
import { FRAGMENTS } from './fragments/fragments.ts';
import { highlight } from './highlight.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A block of code: what the fence says and what is in it. */
export interface CodeBlock {
  language: string;
  code: string;
  /** The file of this project that it shows, where it shows one. */
  file: string | null;
  /** Whatever else the fence says, such as `schema="proxy /start"`. */
  notes: Record<string, string>;
}

export interface Rendered {
  /** The text of the first heading. */
  title: string;
  /** The first paragraph, as plain text. */
  summary: string;
  html: string;
}

const SHOW = /^<!-- show ([\w-]+) -->[ \t]*$/gm;
const SECTION = /^<!-- section (\S+)#([\w-]+) -->[ \t]*$/gm;

/**
 * A page's Markdown, with what its marks ask for put in: `<!-- show options -->` is what the code itself has to say,
 * `<!-- section demo/mounts/README.md#what-to-mind -->` a section that stands elsewhere in the project already.
 */
export function readSource(path: string): string {
  return read(path)
    .replace(SECTION, (_mark, file: string, id: string) => readSection(file, id))
    .replace(SHOW, (_mark, name: string) => {
      const fragment = FRAGMENTS[name];
      if (!fragment) throw new Error(`${path} shows "${name}", which there is not.`);
      return fragment();
    });
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What stands below a heading, up to the next of its rank. */
function readSection(file: string, id: string): string {
  const section = read(file)
    .split(/^(?=## )/m)
    .find(text => slug(text.slice(3).split('\n')[0]!.trim()) === id);
  if (!section) throw new Error(`${file} has no section "${id}".`);
  return section.slice(section.indexOf('\n')).trim();
}

/** Reads a fence: its language, and notes such as `file=demo/mounts/hono.ts`. */
export function readFence({ lang = '', text }: Pick<Tokens.Code, 'lang' | 'text'>): CodeBlock {
  const [language = '', ...rest] = lang.split(/\s+/);
  const notes = Object.fromEntries(
    [...rest.join(' ').matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, bare]) => [
      name!,
      quoted ?? bare!,
    ]),
  );
  const { file = null } = notes;
  return { language, code: file ? read(file).trimEnd() : text, file, notes };
}

/** The blocks of code in a source. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const marked = new Marked();
  marked.walkTokens(marked.lexer(markdown), token => {
    if (token.type === 'code') blocks.push(readFence(token as Tokens.Code));
  });
  return blocks;
}

/** A page, or a file that reads as one, as HTML with a style sheet's classes in it and nothing inline. */
export function render(markdown: string): Rendered {
  const slugger = new Slugger();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const words = this.parser.parseInline(tokens);
        const id = slugger.slug(this.parser.parseInline(tokens, this.parser.textRenderer));
        if (depth === 1) return `<h1>${words}</h1>\n`;
        return `<h${depth} id="${id}">${words} <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${depth}>\n`;
      },
      code(token) {
        const { language, code, file, notes } = readFence(token);
        const name = notes.name ?? file;
        const caption = name ? `<figcaption>${inHtml(name)}</figcaption>` : '';
        return `<figure class="sample">${caption}${highlight(code, language)}</figure>\n`;
      },
      table(token) {
        const cell = (tag: string, { tokens }: Tokens.TableCell, attributes = '') =>
          `<${tag}${attributes}>${this.parser.parseInline(tokens)}</${tag}>`;
        // A heading that says nothing heads nothing.
        const head = token.header.map(each => (each.text ? cell('th', each, ' scope="col"') : '<td></td>'));
        const rows = token.rows.map(
          ([first, ...rest]) =>
            `<tr>${cell('th', first!, ' scope="row"')}${rest.map(each => cell('td', each)).join('')}</tr>`,
        );
        const isNamed = token.header.some(({ text }) => text);
        return `<table>${isNamed ? `<thead><tr>${head.join('')}</tr></thead>` : ''}<tbody>${rows.join('')}</tbody></table>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const address = linkTo(href);
        // A file of the project that is no page here is named, and not linked.
        return address === null ? words : `<a href="${inHtml(address)}">${words}</a>`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  const heading = tokens.find(({ type }) => type === 'heading') as Tokens.Heading | undefined;
  const paragraph = tokens.find(({ type }) => type === 'paragraph') as Tokens.Paragraph | undefined;
  return {
    title: heading?.text ?? '',
    summary: paragraph ? plain(paragraph.text) : '',
    html: marked.parser(tokens),
  };
}

/** Where a link of a source leads on the site: files that are shown as pages have their address there. */
export function linkTo(href: string): string | null {
  if (/^(https?:|#|\/)/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const page = PAGES.find(({ source }) => source === file || source === `demo/docs/pages/${file}`);
  return page ? addressOf(page) + (anchor ? `#${anchor}` : '') : null;
}

const plain = (markdown: string) =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const inHtml = (text: string) => text.replace(/[&<>"]/g, character => ENTITIES[character]!);
