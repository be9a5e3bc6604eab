import bash from '@shikijs/langs/bash';
import css from '@shikijs/langs/css';
import html from '@shikijs/langs/html';
import http from '@shikijs/langs/http';
import javascript from '@shikijs/langs/javascript';
import json from '@shikijs/langs/json';
import python from '@shikijs/langs/python';
import svelte from '@shikijs/langs/svelte';
import tsx from '@shikijs/langs/tsx';
import typescript from '@shikijs/langs/typescript';
import vue from '@shikijs/langs/vue';
import { createCssVariablesTheme, createHighlighterCoreSync, type ShikiTransformer } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

/** What a block of code may be written in; anything else is shown as plain text. */
const LANGUAGES = [bash, css, html, http, javascript, json, python, svelte, tsx, typescript, vue];

const highlighter = createHighlighterCoreSync({
  themes: [createCssVariablesTheme({ name: 'docs', variablePrefix: '--code-', fontStyle: false })],
  langs: LANGUAGES,
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

/** Kinds of words become classes: the pages' policy allows no style in an attribute. */
const classes: ShikiTransformer = {
  pre(node) {
    delete node.properties.style;
    node.properties.class = 'code';
    // A block may be wider than its page, and is then scrolled, by the keyboard too.
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

/** A block of code as HTML, its words marked by classes such as `keyword` and `string`. */
export function highlight(code: string, language: string): string {
  const lang = highlighter.getLoadedLanguages().includes(language) ? language : 'text';
  return highlighter.codeToHtml(code, { lang, theme: 'docs', transformers: [classes] });
}
