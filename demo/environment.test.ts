import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

describe('the environment', () => {
  it('has a default for each variable', () => {
    expect(readEnvironment({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4747,
      KOJI_DATA_DIR: '.koji',
      KOJI_TYPING: 35,
    });
  });

  it('treats an empty variable as absent', () => {
    expect(readEnvironment({ PORT: '', KOJI_MODEL: '' })).toEqual(readEnvironment({}));
  });

  it('accepts a list of origins, or all', () => {
    const origins = (KOJI_ALLOWED_ORIGINS: string) => readEnvironment({ KOJI_ALLOWED_ORIGINS }).KOJI_ALLOWED_ORIGINS;
    expect(origins('https://a.example, https://b.example,')).toEqual(['https://a.example', 'https://b.example']);
    expect(origins(' * ')).toBe('*');
  });

  it.each([
    ['PORT', '70000'],
    ['KOJI_IDLE_TIME', 'soon'],
    ['KOJI_IDLE_TIME', '0'],
    ['KOJI_MAX_DURATION', '0s'],
    ['KOJI_TYPING', 'fast'],
    ['KOJI_MODEL_TIMEOUT', 'a while'],
  ])('refuses %s=%s, and names both', (name, value) => {
    expect(() => readEnvironment({ KOJI_MODEL: 'm', KOJI_MODEL_URL: 'http://m.test/v1', [name]: value })).toThrow(
      `${name}: "${value}" is not valid; expected`,
    );
  });

  it.each([
    ['DATABASE_URL', 'here'],
    ['KOJI_MODEL_URL', 'file:///etc/passwd'],
  ])('refuses %s=%s without its value, which may contain a password', (name, value) => {
    expect(() => readEnvironment({ KOJI_MODEL: 'm', KOJI_MODEL_URL: 'http://m.test/v1', [name]: value })).toThrow(
      `${name}: expected`,
    );
  });

  it('requires a model’s address and id together', () => {
    expect(() => readEnvironment({ KOJI_MODEL: 'm' })).toThrow('KOJI_MODEL_URL: required when KOJI_MODEL is set.');
    expect(() => readEnvironment({ KOJI_MODEL_URL: 'http://m.test/v1' })).toThrow(
      'KOJI_MODEL: required when KOJI_MODEL_URL is set.',
    );
    expect(
      readEnvironment({ KOJI_MODEL: 'm', KOJI_MODEL_URL: 'http://m.test/v1', KOJI_MODEL_TIMEOUT: '5s' }),
    ).toMatchObject({ KOJI_MODEL: 'm', KOJI_MODEL_TIMEOUT: 5000 });
  });
});
