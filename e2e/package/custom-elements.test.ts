import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { OPTION_NAMES, toAttributeName } from '../../src/widget/options.ts';
import { manifest as packageManifest, readPackageFile } from './unpacked-package.ts';

const manifest = JSON.parse(readPackageFile(packageManifest.customElements));
const [element] = manifest.modules[0].declarations;

describe('the custom-elements manifest', () => {
  it('is valid by its schema', () => {
    const schema = JSON.parse(readFileSync('node_modules/custom-elements-manifest/schema.json', 'utf8'));
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schema, manifest), ajv.errorsText()).toBe(true);
  });

  it('has an attribute with a description for each option, and the events', () => {
    expect(element.attributes.map(({ name }: { name: string }) => name).sort()).toEqual(
      OPTION_NAMES.map(toAttributeName).sort(),
    );
    for (const attribute of element.attributes) {
      expect(attribute.description || attribute.default, attribute.name).toBeTruthy();
    }
    expect(element.events.map(({ name }: { name: string }) => name)).toContain('koji-complete');
  });

  it('is also written for VS Code, with the values that an attribute may have', () => {
    const { tags } = JSON.parse(readPackageFile('dist/vscode.json'));
    const mode = tags[0].attributes.find(({ name }: { name: string }) => name === 'mode');
    expect(mode.values.map(({ name }: { name: string }) => name)).toEqual(['inline', 'popup', 'drawer', 'fullscreen']);
  });
});
