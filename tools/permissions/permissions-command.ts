import { readFileSync, writeFileSync } from 'node:fs';
import { explain } from '@eight-digit/aws-permissions';
import { synthesizeTemporarily } from '../shared/temporary-synthesis';
import { UserError } from '../shared/user-error';
import { docsPage, permissionsTable, replaceTable } from './docs-table';
import type { PermissionsArguments } from './permissions-arguments';
import { permissionsReport, wholeLife } from './permissions-report';
import { formatExplanation, formatPermissions } from './permissions-text';
import { readOwner } from './read-owner';

/**
 * Runs `npm run permissions`.
 * @throws UserError if nothing in the environment needs the action in `--explain`
 */
export async function runPermissions(args: PermissionsArguments, stop: AbortSignal): Promise<void> {
  const { environment, command, json, account } = args;
  const { document } = await synthesizeTemporarily(environment, stop);
  if (args.explain !== undefined) return printExplanation(args, args.explain, document);
  if (args.docs) return writeDocs(environment, document);
  const report = permissionsReport({
    environment,
    document,
    commands: command === undefined ? wholeLife : [command],
    accountId: account,
  });
  console.log(json ? JSON.stringify(report, null, 2) : formatPermissions(report));
}

function writeDocs(environment: string, document: unknown): void {
  const page = readFileSync(docsPage, 'utf8');
  const changed = replaceTable(page, environment, permissionsTable(document));
  if (changed === undefined) {
    throw new UserError(
      `${docsPage} has no table of ${environment}. Add a table after the line <!-- permissions ${environment} -->`,
    );
  }
  writeFileSync(docsPage, changed);
  console.log(docsPage);
}

function printExplanation(
  { environment, command, json, account }: PermissionsArguments,
  action: string,
  document: unknown,
): void {
  const owner = readOwner(document, account === undefined ? {} : { accountId: account });
  const explanation = explain(owner, action, command);
  if (explanation === undefined) {
    throw new UserError(
      command === undefined
        ? `No resource of ${environment} and no command needs ${action}.`
        : `npm run ${command} does not need ${action} in ${environment}.`,
    );
  }
  console.log(json ? JSON.stringify(explanation, null, 2) : formatExplanation(environment, explanation));
}
