import { createLocalCommand, readLocalArguments } from './local/local-command';
import { removeData } from './local/remove-data';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(createLocalCommand('npm run reset --', 'Deletes the local data of an environment.'));

runCommand(async (stop) => console.log(await removeData(readLocalArguments(command), stop)));
