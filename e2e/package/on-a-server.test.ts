import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildAppsIfStale } from '../../demo/tools/build-apps.ts';
import { APP, ENTRY_POINTS } from './unpacked-package.ts';

/** Runs a module with this source in a process of its own, which has no DOM. */
function runModule(source: string): { status: number | null; stdout: string; stderr: string } {
  const file = join(APP, 'on-a-server.mjs');
  writeFileSync(file, source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  return { status, stdout: stdout.trim(), stderr };
}

describe('without a DOM', () => {
  it.each(ENTRY_POINTS)('importing %s has no side effects and does not throw', entryPoint => {
    const result = runModule(`
      const before = Object.keys(globalThis);
      await import('${entryPoint}');
      console.log(JSON.stringify(Object.keys(globalThis).filter(name => !before.includes(name))));`);
    expect(result).toEqual({ status: 0, stdout: '[]', stderr: '' });
  });

  it('mounting returns a handle that does nothing', () => {
    const result = runModule(`
      import { mount } from 'koji-embed';
      const interview = mount({ target: '#nowhere' });
      interview.open();
      interview.close();
      interview.complete();
      const undo = interview.on('koji-start', () => {});
      undo();
      interview.destroy();
      console.log(interview.status);`);
    expect(result).toEqual({ status: 0, stdout: 'idle', stderr: '' });
  });
});

describe('rendered on a server', () => {
  let result: { status: number | null; stdout: string; stderr: string };
  /** HTML by framework and way to mount, each made by the framework's own renderer. */
  let rendered: Record<string, string> = {};

  beforeAll(async () => {
    await buildAppsIfStale();
    result = spawnSync(process.execPath, ['render-on-server.js'], { cwd: 'demo/apps', encoding: 'utf8' });
    if (result.status === 0) rendered = JSON.parse(result.stdout);
  }, 600_000);

  it('prints nothing and does not throw', () => {
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(['react', 'vue', 'svelte'])('%s renders an empty place for the interview', framework => {
    expect(rendered[`${framework} app`]).toContain('Renews on 1 March');
    expect(rendered[`${framework} component`]?.replaceAll(/<!--.*?-->/g, '')).toBe('<div></div>');
    expect(rendered[`${framework} element`]).toMatch(
      /<koji-interview study="onboarding" mode="popup" trigger="manual"[^>]*>\s*<\/koji-interview>/,
    );
  });
});
