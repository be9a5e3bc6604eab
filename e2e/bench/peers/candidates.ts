import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { WIDGET_DIR } from '../../../demo/tools/build-widget.ts';
import type { Embed, HostSite } from './host-site.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const QUESTION = 'What made you look for another plan?';

/** Something a team would put on its page to ask its visitors. */
export interface Candidate {
  name: string;
  /** The package that is measured, by its name. None of it for our own, and for the page alone. */
  package?: string;
  /** Puts on the site what the page loads, and answers in the vendor's place. */
  serve(site: HostSite): Promise<Embed>;
  /** What a visitor presses: steps from the document into shadow roots. */
  launcher: string[];
  /** What the page has to have for that to do something, where it is not the launcher itself. */
  works?: string;
  /** All that has to be seen before somebody can answer. The last of them is typed into. */
  shown: string[][];
  /** What could not run here, or runs in another way than at a customer's. */
  notes: string;
}

const fromPackages = (...path: string[]) => join(HERE, 'node_modules', ...path);

const scripts = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));

/** A script that loads nothing itself, for packages that come as modules only: what a customer's bundler would make of it. */
async function bundle(source: string): Promise<string> {
  const id = 'virtual:entry';
  const result = await build({
    configFile: false,
    root: HERE,
    logLevel: 'silent',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', __SENTRY_DEBUG__: 'false' },
    plugins: [
      {
        name: 'entry',
        resolveId: wanted => (wanted === id ? join(HERE, 'entry.js') : null),
        load: path => (path === join(HERE, 'entry.js') ? source : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: id, output: { format: 'iife' } },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: { code?: string }[] };
  return output.find(({ code }) => code)!.code!;
}

export const versionOf = (name: string): string =>
  JSON.parse(readFileSync(fromPackages(name, 'package.json'), 'utf8')).version;

/** The page without anything: what the others' figures are compared with. */
export const pageAlone: Candidate = {
  name: 'the page alone',
  serve: async () => ({}),
  launcher: ['#open'],
  shown: [],
  notes: '',
};

export const koji: Candidate = {
  name: 'koji-embed',
  async serve(site) {
    for (const name of scripts(WIDGET_DIR)) await site.putFile(`/${name}`, join(WIDGET_DIR, name));
    return { head: '<script async src="/koji.js" data-proxy="/koji"></script>' };
  },
  launcher: ['koji-interview-host', '.launcher'],
  shown: [
    ['koji-interview-host', '[part=interviewer]'],
    ['koji-interview-host', 'textarea'],
  ],
  notes: 'Everything runs: the proxy and the local Koji of this repository behind the page’s own origin.',
};

const sentry: Candidate = {
  name: 'Sentry feedback',
  package: '@sentry/browser',
  async serve(site) {
    const version = versionOf('@sentry/browser');
    const lazily = (name: string) =>
      bundle(`import { ${name} } from '@sentry/feedback'; (window.Sentry ||= {}).${name} = ${name};`);
    await site.putText(
      '/sentry/page.js',
      await bundle(`
        import { feedbackAsyncIntegration, init } from '@sentry/browser';
        const { host, origin } = location;
        init({ dsn: 'http://key@' + host + '/1', cdnBaseUrl: origin, integrations: [feedbackAsyncIntegration({ colorScheme: 'light' })] });
      `),
    );
    await site.putText(`/${version}/feedback-modal.min.js`, await lazily('feedbackModalIntegration'));
    await site.putText(`/${version}/feedback-screenshot.min.js`, await lazily('feedbackScreenshotIntegration'));
    site.answer('/api/1/envelope/', {});
    return { head: '<script async src="/sentry/page.js"></script>' };
  },
  launcher: ['#sentry-feedback', '.widget__actor'],
  shown: [['#sentry-feedback', 'textarea']],
  notes:
    'The form comes when it is asked for (`feedbackAsyncIntegration`), the lighter of its two ways; bundled here, as the files of its CDN are not on npm. Envelopes are answered with `{}`. It asks nothing: a form, no questions.',
};

const postHog: Candidate = {
  name: 'PostHog surveys',
  package: 'posthog-js',
  async serve(site) {
    await site.putFile('/static/array.js', fromPackages('posthog-js/dist/array.js'));
    await site.putFile(`/static/${versionOf('posthog-js')}/surveys.js`, fromPackages('posthog-js/dist/surveys.js'));
    const config = { surveys: true, supportedCompression: [], hasFeatureFlags: false };
    await site.putText(
      '/array/phc_bench/config.js',
      `(window._POSTHOG_REMOTE_CONFIG ||= {}).phc_bench = ${JSON.stringify({ config, siteApps: [] })};`,
    );
    site.answer('/flags/', { flags: {}, featureFlags: {} });
    site.answer('/e/', { status: 1 });
    site.answer('/i/*', { status: 1 });
    site.answer('/api/surveys/', {
      surveys: [
        {
          id: 'plan',
          name: 'Plan',
          type: 'widget',
          start_date: '2026-01-01T00:00:00Z',
          end_date: null,
          questions: [{ id: 'why', type: 'open', question: QUESTION }],
          appearance: { widgetType: 'tab', widgetLabel: 'Share your thoughts' },
        },
      ],
    });
    return {
      head: `<script async src="/static/array.js" onload="posthog.init('phc_bench', { api_host: location.origin, defaults: '2025-05-24', opt_out_useragent_filter: true })"></script>`,
    };
  },
  launcher: ['.PostHogSurvey-plan', '.ph-survey-widget-tab'],
  shown: [['.PostHogSurvey-plan', 'textarea']],
  notes: 'Configuration, flags, the survey and events are answered here. Session recording and the rest stay off.',
};

const deepChat: Candidate = {
  name: 'Deep Chat',
  package: 'deep-chat',
  async serve(site) {
    await site.putFile('/deep-chat/deepChat.bundle.js', fromPackages('deep-chat/dist/deepChat.bundle.js'));
    await site.putText(
      '/deep-chat/page.js',
      `document.querySelector('#open').onclick = () => {
        const chat = document.createElement('deep-chat');
        chat.connect = { url: '/deep-chat/reply' };
        chat.introMessage = { text: ${JSON.stringify(QUESTION)} };
        document.body.append(chat);
      };`,
    );
    site.answer('/deep-chat/reply', { text: 'I see.' });
    return {
      head: '<script type="module" src="/deep-chat/deepChat.bundle.js"></script>',
      body: '<script src="/deep-chat/page.js"></script>',
    };
  },
  launcher: ['#open'],
  works: `customElements.get('deep-chat')`,
  shown: [
    ['deep-chat', '.ai-message-text, .message-bubble'],
    ['deep-chat', '#text-input'],
  ],
  notes:
    'It has no launcher: the page’s button puts the element on the page, whose script was loaded with the page. The question is its `introMessage`, known without a server.',
};

const typebot: Candidate = {
  name: 'Typebot',
  package: '@typebot.io/js',
  async serve(site) {
    await site.putFile('/typebot/web.js', fromPackages('@typebot.io/js/dist/web.js'));
    site.answer('/api/v1/typebots/bench/startChat', {
      sessionId: 'session',
      resultId: 'result',
      typebot: {
        id: 'bench',
        version: '6',
        theme: {},
        settings: { general: { isBrandingEnabled: false }, typingEmulation: { enabled: false } },
        publishedAt: '2026-01-01T00:00:00.000Z',
      },
      messages: [
        {
          id: 'question',
          type: 'text',
          content: { type: 'richText', richText: [{ type: 'p', children: [{ text: QUESTION }] }] },
        },
      ],
      input: { id: 'answer', type: 'text input' },
    });
    site.answer('/api/v1/*', {});
    return {
      head: `<script type="module">
        import Typebot from '/typebot/web.js';
        Typebot.initBubble({ typebot: 'bench', apiHost: location.origin });
      </script>`,
    };
  },
  launcher: ['typebot-bubble', 'button[part=button]'],
  shown: [
    ['typebot-bubble', '.typebot-host-bubble, .host-bubble'],
    ['typebot-bubble', 'input[type=text], textarea'],
  ],
  notes: 'The start of the chat is answered here, with typing emulation off.',
};

const elevenLabs: Candidate = {
  name: 'ElevenLabs convai',
  package: '@elevenlabs/convai-widget-embed',
  async serve(site) {
    await site.putFile('/convai/index.js', fromPackages('@elevenlabs/convai-widget-embed/dist/index.js'));
    const config = {
      variant: 'full',
      placement: 'bottom-right',
      avatar: { type: 'orb', color_1: '#2792dc', color_2: '#9ce6e6' },
      feedback_mode: 'none',
      language: 'en',
      mic_muting_enabled: false,
      transcript_enabled: true,
      text_input_enabled: true,
      default_expanded: false,
      always_expanded: false,
      dismissible: true,
      text_contents: {},
      language_presets: {},
      disable_banner: true,
      text_only: true,
      supports_text_only: true,
      first_message: QUESTION,
    };
    return {
      head: '<script async src="/convai/index.js"></script>',
      body: `<elevenlabs-convai agent-id="bench" override-config='${JSON.stringify(config)}'></elevenlabs-convai>`,
    };
  },
  launcher: ['elevenlabs-convai', 'button'],
  shown: [['elevenlabs-convai', 'textarea']],
  notes:
    'Its configuration is on the page (`override-config`) instead of being fetched, which spares it a request. The conversation itself needs the vendor’s server and did not run; the box to type in comes without it.',
};

const surveyJs: Candidate = {
  name: 'SurveyJS',
  package: 'survey-js-ui',
  async serve(site) {
    await site.putFile('/survey/survey.core.min.js', fromPackages('survey-core/survey.core.min.js'));
    await site.putFile('/survey/survey-core.min.css', fromPackages('survey-core/survey-core.min.css'));
    await site.putFile('/survey/survey-js-ui.min.js', fromPackages('survey-js-ui/survey-js-ui.min.js'));
    const questions = { elements: [{ name: 'why', title: QUESTION, type: 'comment' }] };
    await site.putText(
      '/survey/page.js',
      `document.querySelector('#open').onclick = () =>
        new Survey.Model(${JSON.stringify(questions)}).render(document.querySelector('#survey'));`,
    );
    return {
      head: `<link rel="stylesheet" href="/survey/survey-core.min.css">
        <script defer src="/survey/survey.core.min.js"></script>
        <script defer src="/survey/survey-js-ui.min.js"></script>`,
      body: '<div id="survey"></div><script defer src="/survey/page.js"></script>',
    };
  },
  launcher: ['#open'],
  works: 'globalThis.SurveyUI ?? globalThis.Survey?.Model',
  shown: [['#survey textarea']],
  notes:
    'It has no launcher: the page’s button shows the survey, whose scripts and style were loaded with the page. Everything runs: it needs no server.',
};

export const others = [sentry, postHog, deepChat, typebot, elevenLabs, surveyJs];
