import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter } from 'node:path';
import type { Browser, Engine, Tab } from './engine.ts';
import { descendants, killAll } from './processes.ts';

const onPath = (name: string) =>
  (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(`${folder}/${name}`));
const miniBrowser = () => globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')[0];

const PACKAGES = ['webkit2gtk-driver', 'xvfb', 'xauth', 'dbus', 'procps'];

/** WebKitGTK's own small browser, by WebDriver over HTTP: one driver process has one browser. */
export const webkit: Engine = {
  name: 'webkit',
  missingSoftware: () =>
    ['WebKitWebDriver', 'xvfb-run', 'dbus-run-session'].every(onPath) && miniBrowser()
      ? null
      : `install ${PACKAGES.join(' ')}`,
  packages: PACKAGES,
  async launch(env) {
    const port = await freePort();
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
      await endAll(driver);
      throw error;
    }
  },
};

async function openSession(driver: ChildProcess, address: string): Promise<Browser> {
  await ready(address);
  const { sessionId, capabilities } = await call(`${address}/session`, {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } },
    },
  });
  const session = `${address}/session/${sessionId}`;
  let isFirst = true;
  const processes = (name: string) =>
    descendants(driver.pid!).flatMap(({ pid, command }) => (command.split('\0')[0]!.endsWith(name) ? [pid] : []));
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    async open(url) {
      const handle = isFirst
        ? await call(`${session}/window`)
        : (await call(`${session}/window/new`, { type: 'tab' })).handle;
      isFirst = false;
      const tab = tabOf(session, handle);
      await tab.goto(url);
      return tab;
    },
    killRenderers: () => killAll(processes('/WebKitWebProcess')),
    kill: () => killAll(processes('/MiniBrowser')),
    cleanUp: () => endAll(driver),
  };
}

/** `xvfb-run` is left to end its screen and to tidy up, as it does when what it ran has ended. */
async function endAll(driver: ChildProcess): Promise<void> {
  const isScreen = (command: string) => /(^|\/)Xvfb\0/.test(command);
  killAll(descendants(driver.pid!).flatMap(({ pid, command }) => (isScreen(command) ? [] : [pid])));
  const until = Date.now() + 3000;
  while (driver.exitCode === null && driver.signalCode === null && Date.now() < until) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  killAll([...descendants(driver.pid!).map(({ pid }) => pid), driver.pid!]);
}

function tabOf(session: string, handle: string): Tab {
  const here = async (path: string, body?: object, method?: string) => {
    await call(`${session}/window`, { handle });
    return call(`${session}${path}`, body, method);
  };
  return {
    run: body => here('/execute/sync', { script: body, args: [] }) as Promise<never>,
    goto: url => here('/url', { url }),
    reload: () => here('/refresh', {}),
    back: () => here('/back', {}),
    close: () => here('/window', undefined, 'DELETE'),
    // A tab that WebDriver opens leaves the one before it in sight; a minimised window is hidden.
    hide: () => here('/window/minimize', {}),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: WebDriver's answers have as many shapes as it has commands
async function call(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<any> {
  const response = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = (await response.json()) as { value: { message?: string } };
  if (!response.ok) throw new Error(`WebDriver: ${value.message}`);
  return value;
}

async function ready(address: string): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      await call(`${address}/status`);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
