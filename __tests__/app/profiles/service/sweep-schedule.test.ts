import { SweepSchedule } from '../../../../app/profiles/service/sweep-schedule';

const tenMinutesMs = 600_000;

describe('SweepSchedule', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  function createSchedule(sweep: jest.Mock) {
    const log = { info: jest.fn(), warn: jest.fn() };
    return { schedule: new SweepSchedule(sweep, log), log };
  }

  test('sweeps every ten minutes until it is stopped, even after a sweep that failed', async () => {
    const sweep = jest.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue(null);
    const { schedule, log } = createSchedule(sweep);
    schedule.start();
    const sweeps: number[] = [];
    for (const ms of [tenMinutesMs - 1, 1, tenMinutesMs - 1, 1]) {
      await jest.advanceTimersByTimeAsync(ms);
      sweeps.push(sweep.mock.calls.length);
    }
    await schedule.stop();
    await jest.advanceTimersByTimeAsync(tenMinutesMs);
    expect(sweeps).toEqual([0, 1, 1, 2]);
    expect(sweep).toHaveBeenCalledTimes(2);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  test('logs what a sweep has removed', async () => {
    const swept = { files: 1, pending: 0, profiles: 0 };
    const { schedule, log } = createSchedule(jest.fn().mockResolvedValue(swept));
    schedule.start();
    await jest.advanceTimersByTimeAsync(tenMinutesMs);
    await schedule.stop();
    expect(log.info).toHaveBeenCalledWith(swept, 'swept');
  });

  test('waits for a running sweep when it is stopped', async () => {
    let finish: (swept: null) => void = () => undefined;
    const running = new Promise<null>((resolve) => {
      finish = resolve;
    });
    const { schedule } = createSchedule(jest.fn(() => running));
    schedule.start();
    await jest.advanceTimersByTimeAsync(tenMinutesMs);
    let isStopped = false;
    const stopping = schedule.stop().then(() => {
      isStopped = true;
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(isStopped).toBe(false);
    finish(null);
    await stopping;
  });
});
