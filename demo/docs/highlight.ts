import { createCssVariablesTheme, createHighlighterCoreSync, type ShikiTransformer } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import bash from 'shiki/langs/bash.mjs';
import css from 'shiki/langs/css.mjs';
import html from 'shiki/langs/html.mjs';
import http from 'shiki/langs/http.mjs';
import javascript from 'shiki/langs/javascript.mjs';
import json from 'shiki/langs/json.mjs';
import python from 'shiki/langs/python.mjs';
import svelte from 'shiki/langs/svelte.mjs';
import tsx from 'shiki/langs/tsx.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import vue from 'shiki/langs/vue.mjs';

/** Languages that are highlighted. Code in any other language is shown as plain text. */
const LANGUAGES = [bash, css, html, http, javascript, json, python, svelte, tsx, typescript, vue];

const highlighter = createHighlighterCoreSync({
  themes: [createCssVariablesTheme({ name: 'docs', variablePrefix: '--code-', fontStyle: false })],
  langs: LANGUAGES,
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

/**
 * Turns Shiki's inline styles into classes, because the pages' policy forbids `style` attributes.
 */
const stylesToClasses: ShikiTransformer = {
  pre(node) {
    delete node.properties.style;
    node.properties.class = 'code';
    // A block wider than the page scrolls sideways; the tab index makes that possible with the
    // keyboard.
    node.properties.tabindex = '0';
  },
  span(node) {
    const kind = /--code-token-([\w-]+)/.exec(String(node.properties.style))?.[1];
    delete node.properties.style;
    if (kind) node.properties.class = kind;
  },
  line(node) {
    delete node.properties.class;
  },
};

/** Renders code as HTML; its tokens get classes such as `keyword` and `string`. */
export function highlight(code: string, language: string): string {
  const lang = highlighter.getLoadedLanguages().includes(language) ? language : 'text';
  // Shiki's time limit is off: on a busy machine it left the first lines without highlighting.
  return highlighter.codeToHtml(code, { lang, theme: 'docs', transformers: [stylesToClasses], tokenizeTimeLimit: 0 });
}
