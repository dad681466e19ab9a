import { createLocalCommand, readLocalArguments, swallowedData } from '../../../tools/local/local-command';
import { runTool } from '../../support/commands/tool-process';

function told(...args: string[]) {
  return readLocalArguments(createLocalCommand('npm start', '').parse(args, { from: 'user' }));
}

describe('the folders of a local run', () => {
  it('lie in .local, one for each environment', () => {
    expect(told('prod').folders).toMatchObject({
      root: '.local/prod',
      dynamodb: '.local/prod/dynamodb',
      postgres: '.local/prod/postgres',
      s3: '.local/prod/s3',
    });
  });

  it.each([
    [[], ''],
    [['prod'], ' -- prod'],
    [['--data', '/tmp/data'], ' -- --data /tmp/data'],
    [['prod', '--data', 'my data'], ` -- prod --data 'my data'`],
  ])(
    'of the arguments %j are emptied, and run with every change, by npm run reset and npm run dev with "%s"',
    (args, rest) => {
      const { folders, dev } = told(...args);
      expect([folders.reset, dev]).toEqual([`npm run reset${rest}`, `npm run dev${rest}`]);
    },
  );
});

describe('swallowedData', () => {
  it.each([
    ['npm start', ['folder'], 'true', 'npm start -- --data folder'],
    ['npm start', ['prod', './my data'], 'true', "npm start -- prod --data './my data'"],
    ['npm start', ['/tmp/data', 'prod'], 'true', 'npm start -- prod --data /tmp/data'],
    ['npm start', ['--watch', 'prod'], '/tmp/data', 'npm run dev -- prod --data /tmp/data'],
    ['npm run reset', [], 'data', 'npm run reset -- --data data'],
    ['npm run reset', [], 'true', 'npm run reset -- --data <folder>'],
  ])('names the whole command instead of %s with %j, of which npm kept %j', (name, words, value, command) => {
    expect(swallowedData(name, words, value)).toBe(`npm has kept --data to itself. Put -- before it: ${command}`);
  });

  it.each<[readonly string[], string | undefined]>([
    [['prod'], undefined],
    [['--data', 'folder'], 'true'],
    [['--data=folder'], 'other'],
  ])('accepts %j with %j', (words, value) => {
    expect(swallowedData('npm start', words, value)).toBeUndefined();
  });

  it('ends the command', async () => {
    const tool = runTool('reset', ['./folder'], { environment: { npm_config_data: 'true' } });
    expect(await tool.ended).toBe(1);
    expect(tool.output()).toBe('npm has kept --data to itself. Put -- before it: npm run reset -- --data ./folder\n');
  });
});
