import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Action, PlanJson, ResourceChange } from '../../../tools/terraform/plan-json';

/** Returns a planned change of the resource with this address, such as `aws_vpc.network`. */
export function changeOf(address: string, ...actions: readonly Action[]): ResourceChange {
  const [type = ''] = address.split('.');
  return { address, type, mode: 'managed', change: { actions, before: null, after: {} } };
}

/**
 * A shell script that replaces terraform in tests of the code that calls it. A command takes a few milliseconds instead of a fifth of a
 * second.
 */
export class ScriptedTerraform {
  /** The path of the script. Set the environment variable TERRAFORM_BINARY_NAME to this path. */
  readonly program: string;

  /** @param folder an existing folder for the script and for the files whose content the script prints */
  constructor(private readonly folder: string) {
    this.program = path.join(folder, 'scripted-terraform');
    const begun = { type: 'apply_start', '@message': '', hook: { resource: { addr: 'aws_vpc.network' } } };
    const script = `#!/bin/sh
      cd ${folder}
      case $1 in
        version) echo '{"terraform_version": "1.11.4"}' ;;
        output) cat outputs.json ;;
        show) cat plan.json ;;
        plan) exit "$(cat plan-code)" ;;
        apply)
          trap 'exit 1' INT
          echo '${JSON.stringify(begun)}'
          while [ -e hold ]; do sleep 0.02; done ;;
      esac`;
    writeFileSync(this.program, script, { mode: 0o755 });
    this.outputs = {};
    this.plan = [];
    this.holdsApply = false;
  }

  /** Sets the outputs of the stack, by name. */
  set outputs(values: Readonly<Record<string, unknown>>) {
    const outputs = Object.entries(values).map(([name, value]) => [name, { value }]);
    writeFileSync(path.join(this.folder, 'outputs.json'), JSON.stringify(Object.fromEntries(outputs)));
  }

  /** Sets the changes that every plan contains. `terraform plan` exits with 2 if there are changes, and with 0 if there are none. */
  set plan(changes: readonly ResourceChange[]) {
    const plan: PlanJson = { resource_changes: changes };
    writeFileSync(path.join(this.folder, 'plan.json'), JSON.stringify(plan));
    writeFileSync(path.join(this.folder, 'plan-code'), changes.length > 0 ? '2' : '0');
  }

  /** Sets whether `terraform apply` runs until it is interrupted. */
  set holdsApply(holds: boolean) {
    const file = path.join(this.folder, 'hold');
    if (holds) writeFileSync(file, '');
    else rmSync(file, { force: true });
  }
}
