import { step } from '../../../tools/local/timed-step';

describe('step', () => {
  let printed: string[];

  beforeEach(() => {
    printed = [];
    jest.useFakeTimers();
    jest.spyOn(console, 'log').mockImplementation((line) => printed.push(line));
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('prints a short step once, when it is done', async () => {
    expect(await step('Open the door', async () => 7)).toBe(7);
    await jest.runAllTimersAsync();
    expect(printed).toEqual([expect.stringMatching(/^ +\d+\.\d s {2}Open the door$/)]);
  });

  it('prints a long step while it still runs', async () => {
    const work = step('Open the door', () => new Promise<void>((resolve) => setTimeout(resolve, 5_000)));
    await jest.advanceTimersByTimeAsync(2_000);
    expect(printed).toEqual(['      ...  Open the door']);
    await jest.runAllTimersAsync();
    await work;
    expect(printed).toHaveLength(2);
  });

  it('prints nothing for a short step that fails', async () => {
    await expect(step('Open the door', () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
    await jest.runAllTimersAsync();
    expect(printed).toEqual([]);
  });
});
