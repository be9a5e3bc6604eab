/**
 * Describes `<koji-interview>` for editors, from the declarations of its options, methods and
 * events: as a custom-elements manifest (https://custom-elements-manifest.open-wc.org) and as VS
 * Code's custom data for HTML. Part of `npm run build`.
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

const DESCRIPTION = 'An interview, shown inline unless the attribute `mode` is set.';
const MODULE = 'dist/npm/element.js';

const options = readInterface('src/widget/options.ts', 'InterviewOptions');
const handle = readInterface('src/widget/interview-handle.ts', 'InterviewHandle');
const events = readInterface('src/model/host-events.ts', 'InterviewEvents');

/** The element's default mode is its own; other entry points have another. */
const getDefault = ({ name, defaultValue }: InterfaceMember) => (name === 'mode' ? '"inline"' : defaultValue);

const attributes: Attribute[] = options.map(option => {
  const defaultValue = getDefault(option);
  return {
    name: toAttributeName(option.name),
    description: option.description,
    type: { text: option.type },
    ...(defaultValue ? { default: defaultValue } : {}),
  };
});

/** The handle's methods that the element has too. */
const methods: ClassMethod[] = handle
  .filter(({ name }) => ['open', 'close', 'complete'].includes(name))
  .map(({ name, description }) => ({ kind: 'method', name, description }));

const manifest: Package = {
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
          // The schema's two types of classes overlap, and the compiler rejects the properties of
          // both together.
        } as CustomElementDeclaration,
      ],
    },
  ],
};

/** The allowed values of an attribute whose type is a union of strings. */
const listValues = (type = '') => [...type.matchAll(/'([^']+)'/g)].map(([, name]) => ({ name: name! }));

/** For VS Code's setting `html.customData`. */
const customData = {
  version: 1.1,
  tags: [
    {
      name: 'koji-interview',
      description: DESCRIPTION,
      attributes: attributes.map(({ name, description, type }) => ({
        name,
        description,
        values: listValues(type?.text),
      })),
    },
  ],
};

mkdirSync('dist', { recursive: true });
writeFileSync('dist/custom-elements.json', JSON.stringify(manifest, null, 2));
writeFileSync('dist/vscode.json', JSON.stringify(customData, null, 2));
