import asyncio


async def ticks(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


async def main():
    print([i async for i in ticks(3)])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0, i)) for i in range(3)]
    print([t.result() for t in tasks])
    queue = asyncio.Queue()
    await queue.put("x")
    return await queue.get()


asyncio.run(main())
