import { createLocalCommand, readLocalArguments } from '../../../tools/local/local-command';

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
