import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../../src/server/testing/postgres-server.ts';
import type { Browser, Engine, Tab } from './engine.ts';
import { killAll, listDescendants } from './processes.ts';

const PACKAGES = ['webkit2gtk-driver', 'xvfb', 'xauth', 'dbus', 'procps'];
const PROGRAMS = ['WebKitWebDriver', 'xvfb-run', 'dbus-run-session'];

const isOnPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(`${folder}/${program}`));
const findMiniBrowser = () => globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')[0];

/** WebKitGTK's MiniBrowser, through WebDriver over HTTP. A driver process has one browser. */
export const webkit: Engine = {
  name: 'webkit',
  missingSoftware: () => (PROGRAMS.every(isOnPath) && findMiniBrowser() ? null : `install ${PACKAGES.join(' ')}`),
  packages: PACKAGES,
  async launch(env) {
    const port = await findFreePort();
    const driver = spawn('xvfb-run', ['-a', 'dbus-run-session', '--', 'WebKitWebDriver', `--port=${port}`], {
      env: {
        ...env,
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
      stdio: 'ignore',
    });
    try {
      return await openSession(driver, `http://127.0.0.1:${port}`);
    } catch (error) {
      await endDriver(driver);
      throw error;
    }
  },
};

async function openSession(driver: ChildProcess, driverUrl: string): Promise<Browser> {
  await waitForDriver(driverUrl);
  const { sessionId, capabilities } = await callWebDriver(`${driverUrl}/session`, {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] } },
    },
  });
  const sessionUrl = `${driverUrl}/session/${sessionId}`;
  let isFirstTab = true;
  const findPids = (program: string) =>
    listDescendants(driver.pid!)
      .filter(({ commandLine }) => commandLine.split('\0')[0]!.endsWith(program))
      .map(({ pid }) => pid);
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async open(url) {
      const windowHandle = isFirstTab
        ? await callWebDriver(`${sessionUrl}/window`)
        : (await callWebDriver(`${sessionUrl}/window/new`, { type: 'tab' })).handle;
      isFirstTab = false;
      const tab = createTab(sessionUrl, windowHandle);
      await tab.goto(url);
      return tab;
    },
    killRenderers: () => killAll(findPids('/WebKitWebProcess')),
    kill: () => killAll(findPids('/MiniBrowser')),
    cleanUp: () => endDriver(driver),
  };
}

/**
 * Kills everything that `xvfb-run` started except Xvfb, then gives it time to end Xvfb and clean
 * up.
 */
async function endDriver(driver: ChildProcess): Promise<void> {
  const isXvfb = (commandLine: string) => /(^|\/)Xvfb\0/.test(commandLine);
  const others = listDescendants(driver.pid!).filter(({ commandLine }) => !isXvfb(commandLine));
  killAll(others.map(({ pid }) => pid));
  const deadline = Date.now() + 3000;
  while (driver.exitCode === null && driver.signalCode === null && Date.now() < deadline) await wait(50);
  killAll([...listDescendants(driver.pid!).map(({ pid }) => pid), driver.pid!]);
}

function createTab(sessionUrl: string, windowHandle: string): Tab {
  const call = async (path: string, body?: object, method?: string) => {
    await callWebDriver(`${sessionUrl}/window`, { handle: windowHandle });
    return callWebDriver(`${sessionUrl}${path}`, body, method);
  };
  return {
    run: functionBody => call('/execute/sync', { script: functionBody, args: [] }) as Promise<never>,
    goto: url => call('/url', { url }),
    reload: () => call('/refresh', {}),
    back: () => call('/back', {}),
    close: () => call('/window', undefined, 'DELETE'),
    // A tab that WebDriver opens leaves the previous one visible. A minimised window is hidden.
    hide: () => call('/window/minimize', {}),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each WebDriver command has its own response shape
async function callWebDriver(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<any> {
  const response = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = (await response.json()) as { value: { message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.message}`);
  return value;
}

async function waitForDriver(driverUrl: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await callWebDriver(`${driverUrl}/status`);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(100);
    }
  }
}
