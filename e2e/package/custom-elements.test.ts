import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { OPTION_NAMES, toAttributeName } from '../../src/widget/options.ts';
import { manifest as packageManifest, read } from './unpack.ts';

const manifest = JSON.parse(read(packageManifest.customElements));
const [element] = manifest.modules[0].declarations;

describe('the custom-elements manifest', () => {
  it('is one by its schema', () => {
    const schema = JSON.parse(readFileSync('node_modules/custom-elements-manifest/schema.json', 'utf8'));
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schema, manifest), ajv.errorsText()).toBe(true);
  });

  it('has an attribute for each option, explained, and a word for each event', () => {
    expect(element.attributes.map(({ name }: { name: string }) => name).sort()).toEqual(
      OPTION_NAMES.map(toAttributeName).sort(),
    );
    for (const attribute of element.attributes) {
      expect(attribute.description || attribute.default, attribute.name).toBeTruthy();
    }
    expect(element.events.map(({ name }: { name: string }) => name)).toContain('koji-complete');
  });

  it('is told to VS Code too, with the words an attribute may have', () => {
    const { tags } = JSON.parse(read('dist/vscode.json'));
    const mode = tags[0].attributes.find(({ name }: { name: string }) => name === 'mode');
    expect(mode.values.map(({ name }: { name: string }) => name)).toEqual(['inline', 'popup', 'drawer', 'fullscreen']);
  });
});
