import { interviews } from '../../../../lib/interviews.ts';

/**
 * Sends the completions that are due. The schedule in `vercel.json`, or any other, calls it once a
 * minute.
 */
export async function GET(request: Request) {
  if (request.headers.get('Authorization') !== `Bearer ${process.env.CRON_SECRET}`) {
    return Response.json({ error: 'unauthorized', message: 'Only the schedule may call this.' }, { status: 401 });
  }
  return Response.json(await interviews().sweep());
}
