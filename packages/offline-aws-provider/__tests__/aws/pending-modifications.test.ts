import { pendingModifications } from '../../src/aws/pending-modifications';

const prior = { instance_class: 'db.t4g.micro', engine_version: '17', parameter_group_name: 'of-17', multi_az: false };

describe('pendingModifications', () => {
  it('contains the changes of a database that wait for the maintenance window', () => {
    const planned = { ...prior, instance_class: 'db.t4g.small', multi_az: true };
    expect(pendingModifications('aws_db_instance', prior, planned)).toMatchObject({
      instance_class: 'db.t4g.micro',
      multi_az: false,
    });
  });

  it('contains the parameter group only with an upgrade', () => {
    const group = { ...prior, parameter_group_name: 'another' };
    expect(pendingModifications('aws_db_instance', prior, group)).not.toHaveProperty('parameter_group_name');
    expect(pendingModifications('aws_db_instance', prior, { ...group, engine_version: '18' })).toMatchObject({
      engine_version: '17',
      parameter_group_name: 'of-17',
    });
  });

  it('is empty with apply_immediately', () => {
    const planned = { ...prior, engine_version: '18', apply_immediately: true };
    expect(pendingModifications('aws_db_instance', prior, planned)).toEqual({});
  });
});
