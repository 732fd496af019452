-- Tasks that belong to nobody are deleted: nobody can see them, and 004 requires an owner.

delete from tasks where owner_id is null;
