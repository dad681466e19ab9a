import { createLocalCommand, readLocalArguments } from './local/local-command';
import { removeData } from './local/remove-data';
import { runCommand } from './shared/run-command';

const command = createLocalCommand('npm run reset', 'Deletes the local data of an environment.').parse();

runCommand(async (stop) => console.log(await removeData(readLocalArguments(command), stop)));
