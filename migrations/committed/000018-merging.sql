--! Previous: sha1:fabee7b92e534f1907ee78dc0f361aea91db59c3
--! Hash: sha1:ba79d4063c803fb1fda54cc5fd13ca04c453ee14

-- Merging.
select;
