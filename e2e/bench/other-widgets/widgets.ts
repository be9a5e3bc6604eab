import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WIDGET_DIR } from '../../../demo/tools/build-widget.ts';
import type { EmbedCode, HostSite } from '../support/host-site.ts';
import { bundleScript, packageFile, readPackageVersion } from './packages.ts';

const QUESTION = 'What made you look for another plan?';

/** CSS selectors from the document into nested shadow roots. */
export type SelectorPath = string[];

/** A widget on the host page that asks visitors a question. */
export interface MeasuredWidget {
  name: string;
  /** The npm package. Absent for this project's widget and for the empty page. */
  package?: string;
  /** Adds the widget's files to the site, and the vendor's API responses if it needs them. */
  install(site: HostSite): Promise<EmbedCode>;
  /** The element that a visitor presses. */
  launcher: SelectorPath;
  /** An expression that is truthy once the launcher works, if its presence does not show that. */
  isReadyExpression?: string;
  /**
   * The elements that have to be visible before a visitor can answer. The last one is the text box.
   */
  openElements: SelectorPath[];
  /** How the widget runs here, and how that differs from a customer's page. */
  notes: string;
}

/** The host page without a widget, for comparison. */
export const emptyPage: MeasuredWidget = {
  name: 'the page alone',
  install: async () => ({}),
  launcher: ['#open'],
  openElements: [],
  notes: '',
};

/** This project's widget. */
export const koji: MeasuredWidget = {
  name: 'koji-embed',
  async install(site) {
    const files = readdirSync(WIDGET_DIR, { recursive: true, encoding: 'utf8' });
    for (const name of files.filter(file => file.endsWith('.js')))
      await site.addFile(`/${name}`, join(WIDGET_DIR, name));
    return { head: '<script async src="/koji.js" data-proxy="/koji"></script>' };
  },
  launcher: ['koji-interview-host', '.launcher'],
  openElements: [
    ['koji-interview-host', '[part=interviewer]'],
    ['koji-interview-host', 'textarea'],
  ],
  notes: 'Everything runs: the proxy and this repository’s local Koji, on the page’s origin.',
};

/** This project's widget, loaded with the page when the browser is idle. */
export const kojiIdle: MeasuredWidget = {
  ...koji,
  name: 'koji-embed, preload=idle',
  async install(site) {
    const { head } = await koji.install(site);
    return { head: head!.replace('data-proxy', 'data-preload="idle" data-proxy') };
  },
  notes: 'As koji-embed, with `data-preload="idle"`: the widget loads after the page, before the press.',
};

const sentry: MeasuredWidget = {
  name: 'Sentry feedback',
  package: '@sentry/browser',
  async install(site) {
    const version = readPackageVersion('@sentry/browser');
    const bundleIntegration = (name: string) =>
      bundleScript(`import { ${name} } from '@sentry/feedback'; (window.Sentry ||= {}).${name} = ${name};`);
    await site.addText(
      '/sentry/page.js',
      await bundleScript(`
        import { feedbackAsyncIntegration, init } from '@sentry/browser';
        const { host, origin } = location;
        init({ dsn: 'http://key@' + host + '/1', cdnBaseUrl: origin, integrations: [feedbackAsyncIntegration({ colorScheme: 'light' })] });
      `),
    );
    await site.addText(`/${version}/feedback-modal.min.js`, await bundleIntegration('feedbackModalIntegration'));
    await site.addText(
      `/${version}/feedback-screenshot.min.js`,
      await bundleIntegration('feedbackScreenshotIntegration'),
    );
    site.addJsonResponse('/api/1/envelope/', {});
    return { head: '<script async src="/sentry/page.js"></script>' };
  },
  launcher: ['#sentry-feedback', '.widget__actor'],
  openElements: [['#sentry-feedback', 'textarea']],
  notes:
    'The form loads when the visitor presses the launcher (`feedbackAsyncIntegration`), the lighter of its two integrations. Bundled here, because the files of its CDN are not on npm. Envelopes get the response `{}`. It is a form and asks no question.',
};

const postHog: MeasuredWidget = {
  name: 'PostHog surveys',
  package: 'posthog-js',
  async install(site) {
    await site.addFile('/static/array.js', packageFile('posthog-js/dist/array.js'));
    await site.addFile(
      `/static/${readPackageVersion('posthog-js')}/surveys.js`,
      packageFile('posthog-js/dist/surveys.js'),
    );
    const config = { surveys: true, supportedCompression: [], hasFeatureFlags: false };
    await site.addText(
      '/array/phc_bench/config.js',
      `(window._POSTHOG_REMOTE_CONFIG ||= {}).phc_bench = ${JSON.stringify({ config, siteApps: [] })};`,
    );
    site.addJsonResponse('/flags/', { flags: {}, featureFlags: {} });
    site.addJsonResponse('/e/', { status: 1 });
    site.addJsonResponse('/i/*', { status: 1 });
    site.addJsonResponse('/api/surveys/', {
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
  openElements: [['.PostHogSurvey-plan', 'textarea']],
  notes:
    'The test site serves the configuration, flags and survey and accepts events. Session recording and other features are off.',
};

const deepChat: MeasuredWidget = {
  name: 'Deep Chat',
  package: 'deep-chat',
  async install(site) {
    await site.addFile('/deep-chat/deepChat.bundle.js', packageFile('deep-chat/dist/deepChat.bundle.js'));
    await site.addText(
      '/deep-chat/page.js',
      `document.querySelector('#open').onclick = () => {
        const chat = document.createElement('deep-chat');
        chat.connect = { url: '/deep-chat/reply' };
        chat.introMessage = { text: ${JSON.stringify(QUESTION)} };
        document.body.append(chat);
      };`,
    );
    site.addJsonResponse('/deep-chat/reply', { text: 'I see.' });
    return {
      head: '<script type="module" src="/deep-chat/deepChat.bundle.js"></script>',
      body: '<script src="/deep-chat/page.js"></script>',
    };
  },
  launcher: ['#open'],
  isReadyExpression: `customElements.get('deep-chat')`,
  openElements: [
    ['deep-chat', '.ai-message-text, .message-bubble'],
    ['deep-chat', '#text-input'],
  ],
  notes:
    'It has no launcher: the page’s button adds the element, whose script was loaded with the page. The question is its `introMessage`, which needs no server.',
};

const typebot: MeasuredWidget = {
  name: 'Typebot',
  package: '@typebot.io/js',
  async install(site) {
    await site.addFile('/typebot/web.js', packageFile('@typebot.io/js/dist/web.js'));
    site.addJsonResponse('/api/v1/typebots/bench/startChat', {
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
    site.addJsonResponse('/api/v1/*', {});
    return {
      head: `<script type="module">
        import Typebot from '/typebot/web.js';
        Typebot.initBubble({ typebot: 'bench', apiHost: location.origin });
      </script>`,
    };
  },
  launcher: ['typebot-bubble', 'button[part=button]'],
  openElements: [
    ['typebot-bubble', '.typebot-host-bubble, .host-bubble'],
    ['typebot-bubble', 'input[type=text], textarea'],
  ],
  notes: 'The test site responds to the start of the chat. Typing emulation is off.',
};

const elevenLabs: MeasuredWidget = {
  name: 'ElevenLabs convai',
  package: '@elevenlabs/convai-widget-embed',
  async install(site) {
    await site.addFile('/convai/index.js', packageFile('@elevenlabs/convai-widget-embed/dist/index.js'));
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
  openElements: [['elevenlabs-convai', 'textarea']],
  notes:
    'Its configuration is on the page (`override-config`) and not fetched, which saves it a request. The conversation needs the vendor’s server and did not run; the text box appears without it.',
};

const surveyJs: MeasuredWidget = {
  name: 'SurveyJS',
  package: 'survey-js-ui',
  async install(site) {
    await site.addFile('/survey/survey.core.min.js', packageFile('survey-core/survey.core.min.js'));
    await site.addFile('/survey/survey-core.min.css', packageFile('survey-core/survey-core.min.css'));
    await site.addFile('/survey/survey-js-ui.min.js', packageFile('survey-js-ui/survey-js-ui.min.js'));
    const questions = { elements: [{ name: 'why', title: QUESTION, type: 'comment' }] };
    await site.addText(
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
  isReadyExpression: 'globalThis.SurveyUI ?? globalThis.Survey?.Model',
  openElements: [['#survey textarea']],
  notes:
    'It has no launcher: the page’s button shows the survey, whose scripts and style sheet were loaded with the page. Everything runs; it needs no server.',
};

/** The widgets that a team might choose instead of this one. */
export const otherWidgets = [sentry, postHog, deepChat, typebot, elevenLabs, surveyJs];
