/** What the documentation consists of: chapters, and pages in the order in which one reads them. */

export interface DocPage {
  /** Its address is `/docs/<slug>`; the first page has none, and is `/docs`. */
  slug: string;
  /** As the navigation says it; the page's own heading may be longer. */
  title: string;
  /** The Markdown it is made of, from the project's root. */
  source: string;
  /** One of several ways to do the same: the contents list them side by side. */
  isOneOf?: true;
}

export interface Chapter {
  title: string;
  pages: DocPage[];
}

const page = (slug: string, title: string, source = `demo/docs/pages/${slug || 'start'}.md`): DocPage => ({
  slug,
  title,
  source,
});

const oneOf = (...pages: DocPage[]): DocPage[] => pages.map(each => ({ ...each, isOneOf: true }));

export const CHAPTERS: Chapter[] = [
  { title: 'Begin', pages: [page('', 'Start here')] },
  {
    title: 'On your page',
    pages: [
      page('script-tag', 'Script tag'),
      page('element', 'Element'),
      page('code', 'Code'),
      ...oneOf(page('react', 'React'), page('vue', 'Vue'), page('svelte', 'Svelte'), page('plain', 'Plain HTML')),
    ],
  },
  {
    title: 'On your server',
    pages: [
      page('proxy', 'The proxy'),
      page('hosts', 'Where it runs'),
      ...oneOf(
        page('hono', 'Hono'),
        page('express', 'Express'),
        page('fastify', 'Fastify'),
        page('next', 'Next.js'),
        page('node', 'Node.js'),
        page('workers', 'Workers'),
      ),
      page('other-languages', 'Another language'),
    ],
  },
  {
    title: 'The widget',
    pages: [
      page('options', 'Options'),
      page('events', 'Events'),
      page('theming', 'Theming'),
      page('content-security-policy', 'Content Security Policy'),
      page('guest', 'On any page'),
      page('accessibility', 'Accessibility', 'ACCESSIBILITY.md'),
    ],
  },
  {
    title: 'Behind it',
    pages: [
      page('proxy-options', 'Proxy options'),
      page('proxy-contract', 'Proxy contract'),
      page('lease', 'The lease'),
      page('security', 'Security', 'SECURITY.md'),
    ],
  },
  {
    title: 'Results',
    pages: [
      page('webhooks', 'Webhooks'),
      page('reading-results', 'Reading results'),
      page('local-koji', 'The local Koji'),
    ],
  },
  {
    title: 'Help',
    pages: [page('troubleshooting', 'Troubleshooting'), page('migration', 'Coming from elsewhere')],
  },
];

export const PAGES: DocPage[] = CHAPTERS.flatMap(chapter => chapter.pages);

export const addressOf = ({ slug }: DocPage): string => (slug ? `/docs/${slug}` : '/docs');
