/**
 * Renders the apps on the server with each framework's own renderer and prints the HTML as JSON.
 */
import React from 'react';
import { renderToString } from 'react-dom/server';
import { createServer } from 'vite';
import { createSSRApp } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';

const renderReact = (component, props) => renderToString(React.createElement(component, props));
const renderVueApp = (component, props) => renderVue(createSSRApp(component, props));

// Svelte's renderer must come from the same Vite server that compiles the components.
const renderSvelte = async (component, props, vite) =>
  (await vite.ssrLoadModule('svelte/server')).render(component, { props }).body;

const RENDERERS = { react: [renderReact, 'tsx'], vue: [renderVueApp, 'vue'], svelte: [renderSvelte, 'svelte'] };
const rendered = {};
for (const [framework, [render, extension]] of Object.entries(RENDERERS)) {
  const vite = await createServer({ root: framework, server: { middlewareMode: true, ws: false }, logLevel: 'error' });
  for (const [name, file, props] of [
    ['app', 'App'],
    ['component', 'Interview', { study: 'churn' }],
    ['element', 'InterviewElement', { onComplete() {}, oncomplete() {} }],
  ]) {
    const module = await vite.ssrLoadModule(`/${file}.${extension}`);
    rendered[`${framework} ${name}`] = await render(module.default ?? module[file], props, vite);
  }
  await vite.close();
}
process.stdout.write(JSON.stringify(rendered));
