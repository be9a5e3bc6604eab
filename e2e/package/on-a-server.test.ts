import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APP, DOORS } from './unpack.ts';

/** Runs a module in a process of its own, without a DOM. */
function run(lines: string): { status: number | null; said: string; printed: string } {
  const file = join(APP, 'on-a-server.mjs');
  writeFileSync(file, lines);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  return { status, said: stderr, printed: stdout };
}

describe('without a DOM', () => {
  it.each(DOORS)('importing %s does nothing and throws nothing', door => {
    const { status, said, printed } = run(`
      const before = Object.keys(globalThis);
      await import('${door}');
      console.log(JSON.stringify(Object.keys(globalThis).filter(name => !before.includes(name))));`);
    expect({ status, said, printed: printed.trim() }).toEqual({ status: 0, said: '', printed: '[]' });
  });

  it('mounting gives a handle that does nothing', () => {
    const { status, said, printed } = run(`
      import { mount } from 'koji-embed';
      const interview = mount({ target: '#nowhere' });
      interview.open();
      interview.close();
      interview.complete();
      const undo = interview.on('koji-start', () => {});
      undo();
      interview.destroy();
      console.log(interview.status);`);
    expect({ status, said, printed: printed.trim() }).toEqual({ status: 0, said: '', printed: 'idle' });
  });
});

describe('rendered on a server', () => {
  /** Each framework's two ways of having an interview, by its own renderer. */
  const { status, stdout, stderr } = spawnSync(process.execPath, ['render-on-server.js'], {
    cwd: 'demo/apps',
    encoding: 'utf8',
  });
  const rendered: Record<string, string> = status === 0 ? JSON.parse(stdout) : {};

  it('says nothing and throws nothing', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(['react', 'vue', 'svelte'])('%s leaves a place for the interview', framework => {
    expect(rendered[`${framework} app`]).toContain('Renews on 1 March');
    expect(rendered[`${framework} component`]?.replaceAll(/<!--.*?-->/g, '')).toBe('<div></div>');
    expect(rendered[`${framework} element`]).toMatch(
      /<koji-interview study="onboarding" mode="popup" trigger="manual"[^>]*>\s*<\/koji-interview>/,
    );
  });
});
