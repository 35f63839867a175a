import asyncio


async def work(n):
    await asyncio.sleep(0.001 * n)
    return n * n


async def main():
    print(await asyncio.gather(*(work(i) for i in range(4))))
    async with asyncio.timeout(1):
        print(await work(2))
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        print("too slow")


asyncio.run(main())
