import { pino } from 'pino';
import { createProfilesFeature, type ProfilesFeature } from '../../../app/profiles/feature';
import { createViews } from '../../../app/views';

const database = { host: '127.0.0.1', port: 1, name: 'app', tls: false, user: 'app', password: 'local' };

describe('ProfilesFeature', () => {
  let feature: ProfilesFeature;
  let sweep: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    feature = createProfilesFeature({
      settings: { database, uploadsBucket: 'uploads', uploadsTable: 'uploads' },
      region: 'eu-central-1',
      views: createViews({ hasProfiles: true }),
      behindTls: false,
      log: pino({ level: 'silent' }),
    });
    sweep = jest.spyOn(feature.service, 'sweep').mockResolvedValue(null);
  });
  afterEach(() => jest.useRealTimers());

  test('sweeps every ten minutes from its start to its end, also after a sweep that failed', async () => {
    const tenMinutesMs = 600_000;
    sweep.mockRejectedValueOnce(new Error('down'));
    feature.start();
    const sweeps: number[] = [];
    for (const ms of [tenMinutesMs - 1, 1, tenMinutesMs - 1, 1]) {
      await jest.advanceTimersByTimeAsync(ms);
      sweeps.push(sweep.mock.calls.length);
    }
    await feature.stop();
    await jest.advanceTimersByTimeAsync(tenMinutesMs);
    expect(sweeps).toEqual([0, 1, 1, 2]);
    // With the default ages, which no running request reaches.
    expect(sweep.mock.calls).toEqual([[], []]);
  });
});
