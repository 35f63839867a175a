import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    a = await asyncio.to_thread(time.sleep, 0.001)
    b = await loop.run_in_executor(None, sum, [1, 2])
    loop.call_later(0.001, print, "later")
    await asyncio.sleep(0.01)
    return a, b


asyncio.run(main())
