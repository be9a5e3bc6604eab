/**
 * Part of `npm run build`: what editors are told of `<koji-interview>`, read from where its options and events are declared. As the
 * custom-elements manifest (https://custom-elements-manifest.open-wc.org) and as VS Code's custom data for HTML.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type {
  Attribute,
  ClassMethod,
  CustomElementDeclaration,
  Event,
  Package,
} from 'custom-elements-manifest/schema.d.ts';
import { toAttributeName } from '../../src/widget/options.ts';
import { type InterfaceMember, readInterface } from '../docs/read-interface.ts';

const DESCRIPTION = 'An interview as an element. Inline, unless its `mode` says otherwise.';
const MODULE = 'dist/npm/element.js';

const options = readInterface('src/widget/options.ts', 'InterviewOptions');
const handle = readInterface('src/widget/interview-handle.ts', 'InterviewHandle');
const events = readInterface('src/model/host-events.ts', 'InterviewEvents');

/** The element is inline where nothing is said; the other doors are not. */
const fallbackOf = ({ name, defaultValue }: InterfaceMember) => (name === 'mode' ? '"inline"' : defaultValue);

const attributes: Attribute[] = options.map(option => ({
  name: toAttributeName(option.name),
  description: option.description,
  type: { text: option.type },
  ...(fallbackOf(option) ? { default: fallbackOf(option)! } : {}),
}));

/** What the element has of the handle; the rest is an element's by birth. */
const methods: ClassMethod[] = handle
  .filter(({ name }) => ['open', 'close', 'complete'].includes(name))
  .map(({ name, description }) => ({ kind: 'method', name, description }));

/** The manifest, as its schema has it. */
export const manifest: Package = {
  schemaVersion: '1.0.0',
  modules: [
    {
      kind: 'javascript-module',
      path: MODULE,
      exports: [
        { kind: 'js', name: 'KojiInterviewElement', declaration: { name: 'KojiInterviewElement', module: MODULE } },
        {
          kind: 'custom-element-definition',
          name: 'koji-interview',
          declaration: { name: 'KojiInterviewElement', module: MODULE },
        },
      ],
      declarations: [
        {
          kind: 'class',
          customElement: true,
          name: 'KojiInterviewElement',
          tagName: 'koji-interview',
          description: DESCRIPTION,
          attributes,
          events: events.map(
            ({ name, description, type }): Event => ({
              name,
              description,
              type: { text: `CustomEvent<${type}>` },
            }),
          ),
          members: methods,
          // The two kinds of class are told apart by what they have, which the compiler takes for too much.
        } as CustomElementDeclaration,
      ],
    },
  ],
};

/** The words that an attribute may have, where its type is a union of some. */
const wordsOf = (type = '') => [...type.matchAll(/'([^']+)'/g)].map(([, name]) => ({ name: name! }));

/** The same for VS Code's `html.customData`. */
export const customData = {
  version: 1.1,
  tags: [
    {
      name: 'koji-interview',
      description: DESCRIPTION,
      attributes: attributes.map(({ name, description, type }) => ({ name, description, values: wordsOf(type?.text) })),
    },
  ],
};

if (import.meta.main) {
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/custom-elements.json', JSON.stringify(manifest, null, 2));
  writeFileSync('dist/vscode.json', JSON.stringify(customData, null, 2));
}
