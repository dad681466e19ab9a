import { pino } from 'pino';
import { createProfilesFeature } from '../../../app/profiles/feature';
import { createViews } from '../../../app/views';

const database = { host: '127.0.0.1', port: 1, name: 'app', tls: false, user: 'app', password: 'local' };

describe('ProfilesFeature', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => jest.useRealTimers());

  test('schedules the sweep when it starts, and ends the schedule when it stops', async () => {
    const feature = createProfilesFeature({
      settings: { database, uploadsBucket: 'uploads', uploadsTable: 'uploads' },
      region: 'eu-central-1',
      views: createViews({ hasProfiles: true }),
      behindTls: false,
      log: pino({ level: 'silent' }),
    });
    const timers = [jest.getTimerCount()];
    feature.start();
    timers.push(jest.getTimerCount());
    await feature.stop();
    timers.push(jest.getTimerCount());
    expect(timers).toEqual([0, 1, 0]);
  });
});
