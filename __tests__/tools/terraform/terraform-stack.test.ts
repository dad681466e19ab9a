import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApplyEvent } from '../../../tools/terraform/apply-event';
import { TerraformStack, type TerraformStackProps } from '../../../tools/terraform/terraform-stack';
import { until } from '../../support/jest/until';

const folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
const program = path.join(folder, 'terraform.sh');
const { TERRAFORM_BINARY_NAME, AWS_PROFILE, AWS_ACCESS_KEY_ID } = process.env;
let stop: AbortController;

/** Replaces terraform with a shell script that writes its process id into the file `pid`, and then runs these commands. */
function script(commands: string): void {
  writeFileSync(program, `#!/bin/sh\necho $$ > ${folder}/pid\n${commands}\n`, { mode: 0o755 });
}

const stack = (props: Partial<TerraformStackProps> = {}) =>
  new TerraformStack({ folder, state: 'local', stop: stop.signal, ...props });

beforeEach(() => {
  stop = new AbortController();
  Object.assign(process.env, { TERRAFORM_BINARY_NAME: program, AWS_PROFILE: 'work', AWS_ACCESS_KEY_ID: '' });
});
afterAll(() => {
  Object.assign(process.env, { TERRAFORM_BINARY_NAME: TERRAFORM_BINARY_NAME ?? '', AWS_PROFILE, AWS_ACCESS_KEY_ID });
  rmSync(folder, { recursive: true });
});

describe('Plan of a Terraform stack', () => {
  it('is saved in a separate file for each process and stack, in a folder that only the user can read', async () => {
    script(
      `for word; do case $word in -out=*) echo secret > "\${word#-out=}"; esac; done; echo "{\\"arguments\\": \\"$*\\"}"`,
    );
    const plans = await Promise.all([stack().plan(), stack().plan()]);
    const files = plans.map((plan) => / (\/.*\.tfplan)"/.exec(JSON.stringify(plan))?.[1] ?? '');
    expect(new Set(files).size).toBe(2);
    for (const file of files) {
      expect(readFileSync(file, 'utf8')).toBe('secret\n');
      expect(path.dirname(file)).toContain(`${folder}/.terraform/deploy-${process.pid}-`);
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    }
  });

  it('fails with the message of Terraform', async () => {
    script('echo "Error: Unsupported argument" >&2; exit 1');
    await expect(stack().plan()).rejects.toThrow('terraform plan failed:\nError: Unsupported argument');
  });

  describe('to destroy', () => {
    const missing = (error: string) =>
      script(`case "$*" in
        *show*) echo '{"resource_changes": []}';;
        *-refresh=false*) exit 2;;
        *) printf 'Error: ${error}\\n\\n  with ephemeral.aws_ssm_parameter.app_secret_A,\\n' >&2; exit 1;;
      esac`);

    it('is made without a refresh if a parameter of the app has already been deleted', async () => {
      missing(
        `reading SSM Ephemeral Resource Parameter ("arn:aws:ssm:eu-central-1:1:parameter/a"): couldn't find resource`.replaceAll(
          "'",
          `'"'"'`,
        ),
      );
      await expect(stack().planDestroy()).resolves.toEqual({ resource_changes: [] });
    });

    it('fails if the refresh fails with another error', async () => {
      missing('AccessDeniedException');
      await expect(stack().planDestroy()).rejects.toThrow('AccessDeniedException');
    });
  });

  it.each([
    'api error ExpiredToken: The security token included in the request is expired',
    'ExpiredTokenException: The security token included in the request is expired',
    'refresh cached SSO token failed, unable to refresh SSO token',
  ])('reports expired credentials for the error "%s"', async (error) => {
    script(`echo "Error: ${error}" >&2; exit 1`);
    await expect(stack().plan()).rejects.toThrow(
      /^Your AWS credentials have expired\. Renew them with: aws sso login --profile work /,
    );
  });

  it('interrupts Terraform once when the command is stopped, and fails with the reason', async () => {
    script(
      `trap 'echo interrupt >> ${folder}/interrupts; exit 1' INT; touch ${folder}/begun; while :; do sleep 0.01; done`,
    );
    const plan = stack().plan();
    await until(() => existsSync(path.join(folder, 'begun')));
    stop.abort('SIGINT');
    await expect(plan).rejects.toBe('SIGINT');
    expect(readFileSync(path.join(folder, 'interrupts'), 'utf8')).toBe('interrupt\n');
  });
});

describe('Outputs of a Terraform stack', () => {
  it('are read completely, whatever their length, and leave no temporary file', async () => {
    script(`head -c 300000 /dev/zero | tr '\\0' x | sed 's/.*/{"long": {"value": "&"}}/'`);
    const { long } = await stack().outputs();
    expect(String(long)).toHaveLength(300_000);
    const folders = readdirSync(path.join(folder, '.terraform'));
    expect(folders.flatMap((name) => readdirSync(path.join(folder, '.terraform', name)))).not.toContain('1.out');
  });

  it('are empty before the first apply', async () => {
    script('echo "{}"');
    expect(await stack().outputs()).toEqual({});
  });
});

describe('Apply of a Terraform stack', () => {
  const diagnostic = (summary: string, detail = '') =>
    JSON.stringify({ type: 'diagnostic', '@message': summary, diagnostic: { severity: 'error', summary, detail } });

  it('reports events as they happen, and returns the errors', async () => {
    script(`echo '{"type":"apply_start","@message":"Größe"}'; printf '{"type":"apply_'
      until [ -e ${folder}/seen ]; do sleep 0.01; done
      echo 'complete","@message":"done"}'; echo not JSON
      echo '${diagnostic('Quota exceeded', 'Ask for more.')}'; exit 1`);
    const events: ApplyEvent[] = [];
    const errors = await stack().apply((event) => {
      events.push(event);
      writeFileSync(path.join(folder, 'seen'), '');
    });
    expect(errors).toEqual(['Quota exceeded: Ask for more.']);
    expect(events.map(({ '@message': message }) => message)).toEqual(['Größe', 'done', 'Quota exceeded']);
  });

  it('returns the output of Terraform if a failed apply reported no error', async () => {
    script('echo "signal: killed" >&2; exit 3');
    expect(await stack().apply(() => undefined)).toEqual(['signal: killed']);
  });

  it('reports the log lines of a run in Terraform Cloud as events', async () => {
    script('echo "aws_vpc.main: Creating..."');
    const events: ApplyEvent[] = [];
    await stack({ state: 'cloud' }).apply((event) => events.push(event));
    expect(events).toEqual([{ type: 'log', '@message': 'aws_vpc.main: Creating...' }]);
  });

  it('rejects a workspace that is connected to a version control repository', async () => {
    script('echo "Error: Apply not allowed for workspaces with a VCS connection" >&2; exit 1');
    await expect(stack({ state: 'cloud' }).apply(() => undefined)).rejects.toThrow(
      'This workspace of Terraform Cloud is connected to a version control repository',
    );
  });
});

describe('State that an apply could not write', () => {
  const file = path.join(folder, 'errored.tfstate');
  beforeEach(() => writeFileSync(file, '{}'));
  afterEach(() => rmSync(file, { force: true }));

  it('is written to the backend before the next plan', async () => {
    script(`echo $1 $2 >> ${folder}/commands; echo {}`);
    await stack().plan();
    expect(readFileSync(path.join(folder, 'commands'), 'utf8')).toMatch(/^state push\nplan /);
    expect(existsSync(file)).toBe(false);
  });

  it('is kept if Terraform rejects it, and the command fails', async () => {
    script(
      'echo "Failed to write state: cannot import state with serial 1 over newer state with serial 2" >&2; exit 1',
    );
    await expect(stack().plan()).rejects.toThrow(
      /saved it in \S+errored\.tfstate[\s\S]*over newer state with serial 2\nNothing was changed\. docs\/state\.md/,
    );
    expect(existsSync(file)).toBe(true);
  });
});
