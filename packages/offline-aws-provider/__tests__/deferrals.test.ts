import { deferredChanges } from '../src/facts/deferrals';

const prior = { instance_class: 'db.t4g.micro', engine_version: '17', parameter_group_name: 'of-17', multi_az: false };

describe('A change of a database', () => {
  it('waits for the maintenance window', () => {
    const planned = { ...prior, instance_class: 'db.t4g.small', multi_az: true };
    expect(deferredChanges('aws_db_instance', prior, planned)).toMatchObject({
      instance_class: 'db.t4g.micro',
      multi_az: false,
    });
  });

  it('takes the parameter group with it when it is an upgrade', () => {
    const group = { ...prior, parameter_group_name: 'another' };
    expect(deferredChanges('aws_db_instance', prior, group)).not.toHaveProperty('parameter_group_name');
    expect(deferredChanges('aws_db_instance', prior, { ...group, engine_version: '18' })).toMatchObject({
      engine_version: '17',
      parameter_group_name: 'of-17',
    });
  });

  it('is made at once when it is asked for', () => {
    const planned = { ...prior, engine_version: '18', apply_immediately: true };
    expect(deferredChanges('aws_db_instance', prior, planned)).toEqual({});
  });
});
