import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4747,
      KOJI_DATA_DIR: '.koji',
      KOJI_TYPING: 35,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ PORT: '', KOJI_MODEL: '' })).toEqual(readEnvironment({}));
  });

  it('takes origins one by one, or all', () => {
    const origins = (KOJI_ALLOWED_ORIGINS: string) => readEnvironment({ KOJI_ALLOWED_ORIGINS }).KOJI_ALLOWED_ORIGINS;
    expect(origins('https://a.example, https://b.example,')).toEqual(['https://a.example', 'https://b.example']);
    expect(origins(' * ')).toBe('*');
  });

  it.each([
    ['PORT', '70000'],
    ['KOJI_IDLE_TIME', 'soon'],
    ['KOJI_TYPING', 'fast'],
    ['DATABASE_URL', 'here'],
    ['KOJI_MODEL_URL', 'file:///etc/passwd'],
    ['KOJI_MODEL_TIMEOUT', 'a while'],
  ])('%s=%s is refused by its name', (name, value) => {
    expect(() => readEnvironment({ KOJI_MODEL: 'm', KOJI_MODEL_URL: 'http://m.test/v1', [name]: value })).toThrow(
      `${name}: Expected`,
    );
  });

  it('wants a model’s address and id both or neither', () => {
    expect(() => readEnvironment({ KOJI_MODEL: 'm' })).toThrow('KOJI_MODEL_URL: Expected, since KOJI_MODEL is set.');
    expect(() => readEnvironment({ KOJI_MODEL_URL: 'http://m.test/v1' })).toThrow('KOJI_MODEL: Expected');
    expect(
      readEnvironment({ KOJI_MODEL: 'm', KOJI_MODEL_URL: 'http://m.test/v1', KOJI_MODEL_TIMEOUT: '5s' }),
    ).toMatchObject({ KOJI_MODEL: 'm', KOJI_MODEL_TIMEOUT: 5000 });
  });
});
