import { createPermissionsCommand, parsePermissionsArguments } from './permissions/permissions-arguments';
import { runPermissions } from './permissions/permissions-command';
import { runCommand } from './shared/run-command';

runCommand((stop) =>
  runPermissions(parsePermissionsArguments(createPermissionsCommand(), process.argv.slice(2)), stop),
);
