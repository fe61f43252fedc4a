--! Previous: sha1:18098531d158c509709e816eb33fb4b946fc4dc6
--! Hash: sha1:88436e914e27d6a5afadd3a252859033535b942f

-- timeline: being written.
select 1;
