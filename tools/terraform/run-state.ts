/** The state of a run in Terraform Cloud. */
export interface RunState {
  /** The status, such as `applying`, `applied`, `discarded` or `policy override`. */
  readonly status: string;
  /** Whether a person or another run holds the lock of the workspace. */
  readonly isLocked: boolean;
}

/**
 * Parses what `terraform show` prints about the run that made a saved plan.
 * @returns undefined if the output does not mention a run
 */
export function parseRunState({ stdout, stderr }: { stdout: string; stderr: string }): RunState | undefined {
  // If the plan was canceled, Terraform prints no status, but an error about `a cloud plan that is currently canceled`.
  const [, unfinished] = /cloud plan that is currently (\w+)/.exec(stderr.replace(/[│\s]+/g, ' ')) ?? [];
  const [, status = unfinished] = /^Run status: (.+) \(/m.exec(stdout) ?? [];
  return status === undefined ? undefined : { status, isLocked: /^Workspace is locked/m.test(stdout) };
}

/** What each status means after a command has tried to apply the plan of the run. */
const meanings: Readonly<Record<string, string>> = {
  discarded:
    'The run was discarded in Terraform Cloud, by a person or because the state has changed since its plan. The run changed nothing. To plan again, run the same command.',
  canceled:
    'The run was canceled in Terraform Cloud. The changes made before that are saved in the state. To finish, run the same command again.',
  'force canceled':
    'The run was force-canceled in Terraform Cloud, so resources that it had just created may be missing from the state. Check the next plan before you apply it.',
  errored: 'The run failed in Terraform Cloud. The page of the run shows the error.',
  'policy override':
    'A policy of the organization blocks the run until somebody overrides the policy on the page of the run.',
  'policy soft failed': 'A policy of the organization rejects the plan. The page of the run shows which one.',
  applying: 'The run is still applying its plan in Terraform Cloud.',
};
const queued =
  'The run is still queued in Terraform Cloud, and will be applied later. To prevent that, cancel the run on its page.';

/** Explains the status of a run in full sentences, and says what to do. */
export function explainStatus(status: string): string {
  if (['pending', 'confirmed', 'apply queued', 'queuing apply'].includes(status)) return queued;
  return meanings[status] ?? `The run in Terraform Cloud is ${status}.`;
}
