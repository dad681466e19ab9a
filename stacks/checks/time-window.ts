const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const minutesOfDay = 24 * 60;
const minutesOfWeek = days.length * minutesOfDay;

/**
 * A time window that repeats every week or every day. `start` is the number of minutes since the beginning of the week (Monday) or of the
 * day.
 */
export interface TimeWindow {
  readonly start: number;
  readonly minutes: number;
}

const time = '([01]\\d|2[0-3]):([0-5]\\d)';
const weekly = new RegExp(`^(${days.join('|')}):${time}-(${days.join('|')}):${time}$`);
const daily = new RegExp(`^${time}-${time}$`);

/**
 * Parses a weekly window in the format `ddd:hh:mm-ddd:hh:mm`. The window may extend past the end of Sunday.
 * @returns undefined for another format
 */
export function parseWeeklyWindow(text: string): TimeWindow | undefined {
  const [, firstDay = '', hour, minute, lastDay = '', lastHour, lastMinute] = weekly.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const start = days.indexOf(firstDay) * minutesOfDay + minuteOfDay(hour, minute);
  const end = days.indexOf(lastDay) * minutesOfDay + minuteOfDay(lastHour, lastMinute);
  return { start, minutes: distance(start, end, minutesOfWeek) };
}

/**
 * Parses a daily window in the format `hh:mm-hh:mm`. The window may extend past midnight.
 * @returns undefined for another format
 */
export function parseDailyWindow(text: string): TimeWindow | undefined {
  const [, hour, minute, lastHour, lastMinute] = daily.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const start = minuteOfDay(hour, minute);
  return { start, minutes: distance(start, minuteOfDay(lastHour, lastMinute), minutesOfDay) };
}

/** Whether a weekly and a daily window overlap. Windows do not overlap if one starts when the other ends. */
export function overlap(weeklyWindow: TimeWindow, dailyWindow: TimeWindow): boolean {
  return days.some((_day, index) => {
    const start = index * minutesOfDay + dailyWindow.start;
    return (
      distance(weeklyWindow.start, start, minutesOfWeek) < weeklyWindow.minutes ||
      distance(start, weeklyWindow.start, minutesOfWeek) < dailyWindow.minutes
    );
  });
}

function minuteOfDay(hour: string | undefined, minute: string | undefined): number {
  return Number(hour) * 60 + Number(minute);
}

/** Returns the minutes from one time until the next occurrence of another time, in a period that repeats. */
function distance(from: number, to: number, periodMinutes: number): number {
  return (to - from + periodMinutes) % periodMinutes;
}
