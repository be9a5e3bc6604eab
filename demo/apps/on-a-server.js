/** Prints what each framework's own renderer makes of the apps without a browser, as JSON. */
import React from 'react';
import { renderToString } from 'react-dom/server';
import { createServer } from 'vite';
import { createSSRApp } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';

const react = (component, props) => renderToString(React.createElement(component, props));
const vue = (component, props) => renderVue(createSSRApp(component, props));

// Svelte's renderer has to be the one that its components are compiled for.
const svelte = async (component, props, vite) =>
  (await vite.ssrLoadModule('svelte/server')).render(component, { props }).body;

const RENDERERS = { react: [react, 'tsx'], vue: [vue, 'vue'], svelte: [svelte, 'svelte'] };
const rendered = {};
for (const [framework, [toMarkup, extension]] of Object.entries(RENDERERS)) {
  const vite = await createServer({ root: framework, server: { middlewareMode: true, ws: false }, logLevel: 'error' });
  for (const [name, file, props] of [
    ['app', 'App'],
    ['component', 'Interview', { study: 'churn' }],
    ['element', 'InterviewElement', { onComplete() {}, oncomplete() {} }],
  ]) {
    const module = await vite.ssrLoadModule(`/${file}.${extension}`);
    rendered[`${framework} ${name}`] = await toMarkup(module.default ?? module[file], props, vite);
  }
  await vite.close();
}
process.stdout.write(JSON.stringify(rendered));
