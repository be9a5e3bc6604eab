import { interviews } from '../../../../lib/interviews.ts';

/**
 * Sends the completions that are due. The schedule in `vercel.json`, or any other, calls it once a
 * minute, with the environment's `CRON_SECRET`. Without that variable nobody may call it.
 */
export async function GET(request: Request) {
  const { CRON_SECRET } = process.env;
  if (!CRON_SECRET || request.headers.get('Authorization') !== `Bearer ${CRON_SECRET}`) {
    return Response.json({ error: 'unauthorized', message: 'Only the schedule may call this.' }, { status: 401 });
  }
  return Response.json(await interviews().sweep());
}
