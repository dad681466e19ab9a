import timers from 'node:timers/promises';
import { writeCommentSection } from '../../../tools/workflows/pull-request-comment';
import type { StepContext } from '../../../tools/workflows/step';
import { FakeGitHub } from '../../support/workflows/fake-github';

describe('Comment on a pull request', () => {
  let gitHub: FakeGitHub;
  let context: StepContext;
  /** The number of runs that have not ended yet. */
  let runs = 0;
  /** Functions that each end the pause of one run. */
  let waiting: (() => void)[] = [];

  /** Ends all pauses as soon as every run is pausing, because no run is then between reading and writing the comment. */
  function endWaits(): void {
    if (waiting.length < runs) return;
    for (const end of waiting) end();
    waiting = [];
  }

  beforeEach(async () => {
    jest.spyOn(timers, 'setTimeout').mockImplementation(
      () =>
        new Promise<void>((resolve) => {
          waiting.push(resolve);
          endWaits();
        }),
    );
    gitHub = await FakeGitHub.start();
    const GITHUB_TOKEN = JSON.stringify({ 'pull-requests': 'write' });
    const variables = {
      GITHUB_API_URL: gitHub.address,
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_TOKEN,
      PULL_REQUEST: '42',
    };
    context = { variables, stop: new AbortController().signal };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    gitHub.stop();
  });

  async function write(name: string, text = `The ${name}.`): Promise<void> {
    runs += 1;
    try {
      await writeCommentSection(name, text, context);
    } finally {
      runs -= 1;
      endWaits();
    }
  }
  const bodies = () => gitHub.comments.map(({ body }) => body);
  const both = [expect.stringMatching(/^<!-- .* -->\n(?=.*The plans\.)(?=.*The preview\.)/s)];

  it('is created only once if two runs write the first sections at the same time', async () => {
    await Promise.all([write('plans'), write('preview')]);
    expect(bodies()).toEqual(both);
  });

  it('keeps both sections if two runs update them at the same time', async () => {
    await write('plans', 'Old.');
    await Promise.all([write('plans'), write('preview')]);
    expect(bodies()).toEqual(both);
  });

  it('is created again if somebody has deleted the comment', async () => {
    await write('plans');
    gitHub.comments = [];
    await write('preview');
    expect(bodies()).toEqual([expect.stringContaining('The preview.')]);
  });

  it('omits a section whose new text is empty', async () => {
    await write('plans');
    await write('preview');
    await write('plans', '');
    expect(bodies()).toEqual([expect.not.stringContaining('plans.')]);
  });

  it('cannot be written if GitHub does not respond, and the error names the request', async () => {
    gitHub.stop();
    await expect(write('plans')).rejects.toThrow(
      'GitHub is not responding to GET /issues/42/comments?per_page=100&page=1: ECONNREFUSED',
    );
  });
});
