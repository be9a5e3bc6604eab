/** The documentation's table of contents: chapters, and their pages in reading order. */

export interface DocPage {
  /** The page's path is `/docs/<slug>`; the first page has an empty slug and the path `/docs`. */
  slug: string;
  /** The title in the navigation. The page's own heading may be longer. */
  title: string;
  /** The Markdown source, relative to the project's root. */
  source: string;
  /**
   * One of several ways to do the same thing, such as a framework. The contents list these side by
   * side.
   */
  isAlternative?: true;
}

export interface Chapter {
  title: string;
  pages: DocPage[];
}

const definePage = (slug: string, title: string, source = `demo/docs/pages/${slug || 'start'}.md`): DocPage => ({
  slug,
  title,
  source,
});

const alternatives = (...pages: DocPage[]): DocPage[] => pages.map(page => ({ ...page, isAlternative: true }));

export const CHAPTERS: Chapter[] = [
  { title: 'Start', pages: [definePage('', 'Start here')] },
  {
    title: 'On your page',
    pages: [
      definePage('script-tag', 'Script tag'),
      definePage('element', 'Element'),
      definePage('code', 'Code'),
      definePage('site-builders', 'Tag managers and site builders'),
      ...alternatives(
        definePage('react', 'React'),
        definePage('vue', 'Vue'),
        definePage('svelte', 'Svelte'),
        definePage('plain', 'Plain HTML'),
      ),
    ],
  },
  {
    title: 'On your server',
    pages: [
      definePage('proxy', 'The proxy'),
      definePage('hosts', 'Supported servers'),
      ...alternatives(
        definePage('hono', 'Hono'),
        definePage('express', 'Express'),
        definePage('fastify', 'Fastify'),
        definePage('next', 'Next.js'),
        definePage('node', 'Node.js'),
        definePage('workers', 'Workers'),
      ),
      definePage('other-languages', 'Another language'),
    ],
  },
  {
    title: 'The widget',
    pages: [
      definePage('options', 'Options'),
      definePage('events', 'Events'),
      definePage('theming', 'Theming'),
      definePage('content-security-policy', 'Content Security Policy'),
      definePage('host-page', 'The host page'),
      definePage('accessibility', 'Accessibility', 'ACCESSIBILITY.md'),
    ],
  },
  {
    title: 'Reference',
    pages: [
      definePage('proxy-options', 'Proxy options'),
      definePage('proxy-contract', 'Proxy contract'),
      definePage('lease', 'The lease'),
      definePage('security', 'Security', 'SECURITY.md'),
    ],
  },
  {
    title: 'Results',
    pages: [
      definePage('webhooks', 'Webhooks'),
      definePage('reading-results', 'Reading results'),
      definePage('local-koji', 'The local Koji'),
    ],
  },
  {
    title: 'Help',
    pages: [definePage('troubleshooting', 'Troubleshooting'), definePage('migration', 'Migrating')],
  },
];

export const PAGES: DocPage[] = CHAPTERS.flatMap(chapter => chapter.pages);

export const pathOfPage = ({ slug }: DocPage): string => (slug ? `/docs/${slug}` : '/docs');
