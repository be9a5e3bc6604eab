import { interviews } from '../../../../lib/interviews.ts';

/** Called once a minute by the schedule in `vercel.json`, or by any other: sends the completions that are due. */
export async function GET(request: Request) {
  if (request.headers.get('Authorization') !== `Bearer ${process.env.CRON_SECRET}`) {
    return Response.json({ error: 'unauthorized', message: 'Only the schedule may call this.' }, { status: 401 });
  }
  return Response.json(await interviews().sweep());
}
