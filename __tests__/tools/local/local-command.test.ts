import { createLocalCommand, readLocalArguments } from '../../../tools/local/local-command';

function foldersFor(...args: string[]) {
  return readLocalArguments(createLocalCommand('npm start', '').parse(args, { from: 'user' })).folders;
}

describe('the folders of a local run', () => {
  it('lie in .local, one for each environment', () => {
    expect(foldersFor('prod')).toMatchObject({
      root: '.local/prod',
      dynamodb: '.local/prod/dynamodb',
      postgres: '.local/prod/postgres',
      s3: '.local/prod/s3',
    });
  });

  it.each([
    [[], 'npm run reset'],
    [['prod'], 'npm run reset -- prod'],
    [['--data', '/tmp/data'], 'npm run reset -- --data /tmp/data'],
    [['prod', '--data', 'my data'], `npm run reset -- prod --data 'my data'`],
  ])('of the arguments %j are emptied by "%s"', (args, command) => {
    expect(foldersFor(...args).reset).toBe(command);
  });
});
