import { RemoteRun } from '../../../tools/terraform/remote-run';
import { parseRunState } from '../../../tools/terraform/run-state';

/** Returns the last lines that `terraform show` prints about a saved plan in Terraform Cloud. */
const shown = (status: string, lock = 'unlocked') =>
  `Plan: 1 to add, 0 to change, 0 to destroy.\n\nRun status: ${status} (not confirmable)\nWorkspace is ${lock}\n`;
const page = 'https://app.terraform.io/app/fjord/dev/runs/run-1';
const log =
  'terraform_data.one: Creation complete after 0s\n\nError: waiting for ECS Service\n\n  with aws_ecs_service.app\n';

describe('parseRunState', () => {
  it.each([
    [
      'the status of a run that holds the lock of the workspace',
      { stdout: shown('applying', 'locked'), stderr: '' },
      { status: 'applying', isLocked: true },
    ],
    [
      'the status of a run without a lock',
      { stdout: shown('planned and saved'), stderr: '' },
      { status: 'planned and saved', isLocked: false },
    ],
    [
      'the status in the error about a canceled run',
      {
        stdout: '',
        stderr:
          "│ Error: Couldn't show cloud plan\n│\n│ Plan read error: can't display a cloud plan\n│ that is currently canceled\n",
      },
      { status: 'canceled', isLocked: false },
    ],
    ['undefined for any other error', { stdout: '', stderr: 'Error: Failed to load plan' }, undefined],
  ])('returns %s', (_, output, state) => {
    expect(parseRunState(output)).toEqual(state);
  });
});

describe('Errors of a remote run', () => {
  async function errorsOf(status: string, output: { exitCode: number; stdout: string }): Promise<readonly string[]> {
    const show = async () => ({ exitCode: 0, stdout: shown(status), stderr: '' });
    const { signal: stop } = new AbortController();
    return new RemoteRun({ page, workspacePage: '', show, notify: () => undefined, stop }).errors({
      stderr: '',
      ...output,
    });
  }

  it.each([
    [
      'the errors of the apply',
      'errored',
      1,
      log,
      [expect.stringMatching(/^waiting for ECS Service/), `The page of the run: ${page}`],
    ],
    [
      'a cancellation',
      'canceled',
      1,
      'Error: execution halted\n',
      [expect.stringMatching(/^The run was canceled in Terraform Cloud\. .* Its page: https:\S+\/run-1$/)],
    ],
    ['an apply that is still queued', 'confirmed', 0, '', [expect.stringMatching(/still queued/)]],
    ['nothing after a run that has applied the plan', 'applied', 0, '', []],
    ['nothing after a complete apply whose state is unknown', 'unknown', 0, 'Apply complete! Resources: 1 added', []],
  ])('report %s', async (_title, status, exitCode, stdout, errors) => {
    expect(await errorsOf(status, { exitCode, stdout })).toEqual(errors);
  });
});
